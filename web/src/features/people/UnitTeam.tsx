// SPDX-License-Identifier: EUPL-1.2
// What one can do with a chosen unit: open its team's chat, give it one, write to one of its posts.
import { IconBriefcase, IconMessages, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { administered } from '@/api/administration';
import { queries } from '@/api/queries';
import { createTeam, teamQueries } from '@/api/teams';
import { errorText } from '@/shared/errors';
import { Button, LinkButton, Menu, MenuItem, MenuTrigger, showToast } from '@/ui';
import styles from './People.module.css';
import { ancestors } from './unitTree';
import { useWriteToPost } from './useWriteToPost';

export function UnitTeam({ unit }: { unit: string }) {
  const { t } = useTranslation('people');
  const { data } = useQuery({ ...teamQueries.ofUnit(unit), retry: false });
  const own = data?.teams.find((team) => team.own);
  const talk = own?.rooms.find(({ purpose }) => purpose === 'discussion');
  return (
    <div className={styles.team}>
      {talk && !own?.belongs && <span className={styles.path}>{t('hasSpace')}</span>}
      {talk && own?.belongs && (
        <LinkButton size="sm" icon={IconMessages} href={`/chats/${encodeURIComponent(talk.room_id)}`}>
          {t('ownTeam')}
        </LinkButton>
      )}
      {data && !talk && <GiveSpace unit={unit} />}
      <PostMenu unit={unit} />
    </div>
  );
}

/** For who administers the unit; the server decides in the end. */
function GiveSpace({ unit }: { unit: string }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const { data: rights } = useQuery({ ...administered(), retry: false });
  const { data: known } = useQuery(queries.units());
  const [isPending, setPending] = useState(false);
  const tops = new Set(rights?.units.map(({ id }) => id));
  if (!ancestors(known?.units ?? [], unit).some((id) => tops.has(id))) return null;
  const give = async () => {
    setPending(true);
    try {
      await createTeam(unit);
      await client.invalidateQueries({ queryKey: ['org', 'teams'] });
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' });
    } finally {
      setPending(false);
    }
  };
  return (
    <Button size="sm" icon={IconPlus} isPending={isPending} onPress={() => void give()}>
      {t('giveSpace')}
    </Button>
  );
}

function PostMenu({ unit }: { unit: string }) {
  const { t } = useTranslation('people');
  const { data } = useQuery({ ...teamQueries.posts(unit), retry: false });
  const { write, isPending } = useWriteToPost();
  const posts = data?.posts ?? [];
  if (posts.length === 0) return null;
  return (
    <MenuTrigger>
      <Button size="sm" variant="quiet" icon={IconBriefcase} isPending={isPending}>
        {t('writeToAPost')}
      </Button>
      <Menu>
        {posts.map((post) => (
          <MenuItem key={post.id} onAction={() => write(post.id)}>
            {post.title}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
