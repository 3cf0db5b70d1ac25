// SPDX-License-Identifier: EUPL-1.2
// Above the message field: how many people from outside read what is written here.
import { IconUserShare } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomMember } from '@/engine/rpc/protocol';
import { useSession } from '@/shared/session';
import { nameList } from '../text/names';
import styles from './Outside.module.css';
import { useOutsiders } from './outsiders';

const NAMED = 3;

export function AudienceNote({ members }: { members: readonly RoomMember[] }) {
  const { user_id: me } = useSession();
  const outsiders = useOutsiders();
  const readers = useMemo(
    () =>
      members.filter(
        ({ userId, membership }) =>
          userId !== me && outsiders.has(userId) && (membership === 'join' || membership === 'invite'),
      ),
    [members, me, outsiders],
  );
  return readers.length > 0 ? <Note readers={readers} /> : null;
}

function Note({ readers }: { readers: readonly RoomMember[] }) {
  const { t, i18n, ready } = useTranslation('outside', { useSuspense: false });
  if (!ready) return null;
  const named = readers.slice(0, NAMED).map(({ name, userId, avatar }) => ({ name, userId, avatar }));
  const names = nameList(named, i18n.language) + (readers.length > NAMED ? ' …' : '');
  return (
    <p className={styles.note} role="note">
      <IconUserShare size={16} stroke={1.8} aria-hidden /> {t('reads', { count: readers.length, names })}
    </p>
  );
}
