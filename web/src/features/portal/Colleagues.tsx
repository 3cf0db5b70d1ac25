// SPDX-License-Identifier: EUPL-1.2
// People of the unit in which the signed-in person holds the first post, or of the nearest one above with company.
import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import type { PersonSummary } from '@/api/types';
import type { PersonPresence } from '@/engine/rpc/protocol';
import { useAvatarUrl, usePresence } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { useSession } from '@/shared/session';
import { Avatar, EmptyState, ErrorState, Link, SkeletonRows } from '@/ui';
import { Card } from './Card';
import styles from './Portal.module.css';

const SHOWN = 6;

export function Colleagues() {
  const { t } = useTranslation('portal');
  const { user_id: me } = useSession();
  const { data: card, error, refetch } = useQuery(queries.person(me));
  const path = card?.posts[0]?.path ?? [];
  const [above, setAbove] = useState(0);
  const unit = path[path.length - 1 - above];
  const higher = above + 1 < path.length ? () => setAbove(above + 1) : undefined;
  const href = unit ? `/people?unit=${encodeURIComponent(unit.id)}` : '/people';
  return (
    <Card title={unit?.name ?? t('colleagues')} icon={IconUsers} link={{ href, words: t('directory') }}>
      {!card && !error && <SkeletonRows count={4} />}
      {!card && error && (
        <ErrorState title={t('colleaguesFailed')} code={errorCode(error)} onRetry={() => void refetch()}>
          {errorText(error)}
        </ErrorState>
      )}
      {card && !unit && <EmptyState title={t('noUnit')}>{t('noUnitText')}</EmptyState>}
      {unit && <UnitPeople key={unit.id} unit={unit.id} me={me} onAlone={higher} />}
    </Card>
  );
}

interface UnitPeopleProps {
  unit: string;
  me: string;
  /** Goes on to the unit above; absent at the top. */
  onAlone: (() => void) | undefined;
}

function UnitPeople({ unit, me, onAlone }: UnitPeopleProps) {
  const { t } = useTranslation('portal');
  const { data, error } = useInfiniteQuery(queries.people({ query: '', unit }));
  const others = (data?.pages[0]?.items ?? []).filter((person) => person.user_id !== me).slice(0, SHOWN);
  const { value: presence } = usePresence(others.map((person) => person.user_id));
  const isAlone = data !== undefined && others.length === 0;
  useEffect(() => {
    if (isAlone) onAlone?.();
  }, [isAlone, onAlone]);
  if (!data && error) return <p className={styles.text}>{errorText(error)}</p>;
  if (!data || (isAlone && onAlone)) return <SkeletonRows count={4} />;
  if (isAlone) return <EmptyState title={t('alone')} />;
  return (
    <ul className={styles.rows}>
      {others.map((person) => (
        <li key={person.user_id}>
          <Colleague person={person} presence={presence?.find(({ userId }) => userId === person.user_id)} />
        </li>
      ))}
    </ul>
  );
}

function Colleague({ person, presence }: { person: PersonSummary; presence: PersonPresence | undefined }) {
  const { t } = useTranslation('portal');
  const url = useAvatarUrl(person.avatar_url);
  const mark = presence && presence.presence !== 'unknown' ? presence.presence : null;
  const words = mark && (presence?.statusText || t(`presence.${mark}`));
  return (
    <Link href={`/people/${encodeURIComponent(person.user_id)}`} className={styles.row}>
      <Avatar name={person.name} url={url} size={40} presence={mark} />
      <span className={styles.words}>
        <span className={styles.name}>{person.name}</span>
        <span className={styles.text}>{[person.post, words].filter(Boolean).join(' · ')}</span>
      </span>
    </Link>
  );
}
