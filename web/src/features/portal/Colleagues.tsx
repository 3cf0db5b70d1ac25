// SPDX-License-Identifier: EUPL-1.2
// People of the unit in which the signed-in person holds the first post.
import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
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
  const unit = card?.posts[0];
  const href = unit ? `/people?unit=${encodeURIComponent(unit.unit_id)}` : '/people';
  return (
    <Card title={unit?.unit_name ?? t('colleagues')} icon={IconUsers} link={{ href, words: t('directory') }}>
      {!card && !error && <SkeletonRows count={4} />}
      {!card && error && (
        <ErrorState title={t('colleaguesFailed')} code={errorCode(error)} onRetry={() => void refetch()}>
          {errorText(error)}
        </ErrorState>
      )}
      {card && !unit && <EmptyState title={t('noUnit')}>{t('noUnitText')}</EmptyState>}
      {unit && <UnitPeople unit={unit.unit_id} me={me} />}
    </Card>
  );
}

function UnitPeople({ unit, me }: { unit: string; me: string }) {
  const { t } = useTranslation('portal');
  const { data, error } = useInfiniteQuery(queries.people({ query: '', unit }));
  const others = (data?.pages[0]?.items ?? []).filter((person) => person.user_id !== me).slice(0, SHOWN);
  const { value: presence } = usePresence(others.map((person) => person.user_id));
  if (!data && error) return <p className={styles.text}>{errorText(error)}</p>;
  if (!data) return <SkeletonRows count={4} />;
  if (others.length === 0) return <EmptyState title={t('alone')} />;
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
