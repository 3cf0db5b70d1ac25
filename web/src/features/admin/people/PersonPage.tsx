// SPDX-License-Identifier: EUPL-1.2
// One person as administrators see them: who it is, their posts, and how they sign in.
import { IconDoorExit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import { useAvatarUrl } from '@/engine/rpc/react';
import { Avatar, Chip, Link, LinkButton } from '@/ui';
import styles from '../Admin.module.css';
import { formatDate } from '../days';
import { Loaded } from '../parts/Loaded';
import { addressOf } from '../place';
import { type PastAppointment, people } from './api';
import { SignIn } from './SignIn';

export function PersonPage({ userId }: { userId: string }) {
  const { t } = useTranslation('admin');
  return (
    <div className={styles.stack}>
      <Head userId={userId} />
      <SignIn userId={userId} />
      <Appointments userId={userId} />
      <div className={styles.bar}>
        <LinkButton icon={IconDoorExit} href={`/admin/offboarding/new?person=${encodeURIComponent(userId)}`}>
          {t('people.letGo')}
        </LinkButton>
        <LinkButton variant="quiet" href={`/admin/audit?subject=${encodeURIComponent(userId)}`}>
          {t('people.log')}
        </LinkButton>
      </div>
    </div>
  );
}

function Head({ userId }: { userId: string }) {
  const { t } = useTranslation('admin');
  const { data } = useQuery({ ...queries.person(userId), retry: false });
  const url = useAvatarUrl(data?.avatar_url ?? null);
  const name = data?.name ?? userId;
  return (
    <div className={styles.person}>
      <Avatar name={name} url={url} size={48} />
      <div className={styles.words}>
        <h2>{name}</h2>
        <p className={styles.meta}>
          <span className={styles.mono}>{userId}</span>
          {' · '}
          <Link href={`/people/${encodeURIComponent(userId)}`}>{t('structure.directory')}</Link>
        </p>
      </div>
    </div>
  );
}

function Appointments({ userId }: { userId: string }) {
  const { t } = useTranslation('admin');
  const found = useQuery(people.appointments(userId));
  return (
    <section className={styles.block} aria-label={t('people.posts')}>
      <h3>{t('people.posts')}</h3>
      <Loaded query={found} title={t('people.postsFailed')} rows={2}>
        {({ items }) => (
          <ol className={styles.lines}>
            {items.map((one) => (
              <PostLine key={`${one.post_id} ${one.starts_at}`} held={one} />
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}

function PostLine({ held }: { held: PastAppointment }) {
  const { t } = useTranslation('admin');
  const now = Date.now();
  const over = held.ends_at !== null && held.ends_at <= now;
  const begins = t('structure.since', { day: formatDate(held.starts_at) });
  const ends = held.ends_at === null ? null : t('structure.until', { day: formatDate(held.ends_at - 1) });
  return (
    <li className={styles.line}>
      <span className={styles.words}>
        <Link href={addressOf('structure', held.unit_id)} className={styles.plainLink}>
          {held.title}
        </Link>
        <span className={styles.meta}>{[held.unit_name, begins, ends].filter(Boolean).join(' · ')}</span>
      </span>
      {held.acting && <Chip tone="warn">{t('structure.acting')}</Chip>}
      {over && <Chip>{t('people.past')}</Chip>}
      {held.starts_at > now && <Chip tone="accent">{t('people.toCome')}</Chip>}
    </li>
  );
}
