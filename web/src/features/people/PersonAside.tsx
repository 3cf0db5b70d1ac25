// SPDX-License-Identifier: EUPL-1.2
// A person's card: posts with their place in the agency, contacts, and ways to reach them.
import { IconLanguage, IconMail, IconMapPin, IconPhone, IconUserOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { queries } from '@/api/queries';
import type { PersonCard, Post } from '@/api/types';
import { useAvatarUrl, usePresence } from '@/engine/rpc/react';
import { formatAgo } from '@/shared/dates';
import { errorCode, errorText } from '@/shared/errors';
import { useSession } from '@/shared/session';
import { Aside, Avatar, Chip, EmptyState, ErrorState, type IconType, Link, SkeletonRows } from '@/ui';
import styles from './People.module.css';
import { PersonActions } from './PersonActions';
import { WriteToPost } from './WriteToPost';

export function PersonAside({ userId, onClose }: { userId: string; onClose(): void }) {
  const { t } = useTranslation('people');
  const { data, error, refetch } = useQuery(queries.person(userId));
  return (
    <Aside title={t('card')} onClose={onClose}>
      {data && <Card person={data} />}
      {!data && !error && <SkeletonRows count={4} />}
      {!data && error && <CardError error={error} onRetry={() => void refetch()} />}
    </Aside>
  );
}

function CardError({ error, onRetry }: { error: Error; onRetry(): void }) {
  const { t } = useTranslation('people');
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState icon={IconUserOff} title={t('gone')}>
        {t('goneText')}
      </EmptyState>
    );
  }
  return (
    <ErrorState title={t('cardFailed')} code={errorCode(error)} onRetry={onRetry}>
      {errorText(error)}
    </ErrorState>
  );
}

function Card({ person }: { person: PersonCard }) {
  const { t, i18n } = useTranslation('people');
  const { user_id: me } = useSession();
  const url = useAvatarUrl(person.avatar_url, 96);
  const presence = usePresenceWords(person.user_id);
  const tongues = new Intl.DisplayNames([i18n.language], { type: 'language' });
  return (
    <div className={styles.card}>
      <header className={styles.cardHead}>
        <Avatar name={person.name} url={url} size={96} presence={presence?.mark ?? null} />
        <h3 className={styles.cardName}>{person.name}</h3>
        {presence && <p className={styles.presence}>{presence.words}</p>}
      </header>
      <PersonActions person={person} />
      <section aria-label={t('posts')} className={styles.posts}>
        {person.posts.map((post) => (
          <PostLine key={post.id} post={post} isMine={person.user_id === me} />
        ))}
      </section>
      <dl className={styles.contacts}>
        {person.phones.map((phone) => (
          <Contact key={phone} icon={IconPhone} label={t('phone')}>
            <Link href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</Link>
          </Contact>
        ))}
        {person.email && (
          <Contact icon={IconMail} label={t('email')}>
            <Link href={`mailto:${person.email}`}>{person.email}</Link>
          </Contact>
        )}
        {person.room && (
          <Contact icon={IconMapPin} label={t('room')}>
            {person.room}
          </Contact>
        )}
        {person.languages.length > 0 && (
          <Contact icon={IconLanguage} label={t('languages')}>
            {person.languages.map((tag) => tongues.of(tag) ?? tag).join(', ')}
          </Contact>
        )}
      </dl>
      <p className={styles.id}>{person.user_id}</p>
    </div>
  );
}

function PostLine({ post, isMine }: { post: Post; isMine: boolean }) {
  const { t } = useTranslation('people');
  // Cards that an older version of the client kept do not tell.
  const actedBy = post.acted_by ?? [];
  return (
    <div className={styles.post}>
      <p className={styles.postTitle}>
        {post.title} {post.acting && <Chip tone="warn">{t('acting')}</Chip>}
      </p>
      {actedBy.length > 0 && (
        <p className={styles.path}>
          {t('actedBy')}{' '}
          {actedBy.map((other, index) => (
            <span key={other.user_id}>
              {index > 0 && ', '}
              <Link href={`/people/${encodeURIComponent(other.user_id)}`}>{other.name}</Link>
            </span>
          ))}
        </p>
      )}
      <p className={styles.path}>
        {post.path.map((unit, index) => (
          <span key={unit.id}>
            {index > 0 && <span aria-hidden="true"> › </span>}
            <Link href={`/people?unit=${encodeURIComponent(unit.id)}`}>{unit.name}</Link>
          </span>
        ))}
      </p>
      {!isMine && <WriteToPost postId={post.id} />}
    </div>
  );
}

function Contact({ icon: Icon, label, children }: { icon: IconType; label: string; children: ReactNode }) {
  return (
    <div className={styles.contact}>
      <Icon size={18} stroke={1.6} aria-hidden />
      <dt className="visually-hidden">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Presence in words; nothing when it is not known. */
function usePresenceWords(userId: string): { mark: 'online' | 'away' | 'offline'; words: string } | null {
  const { t } = useTranslation('people');
  const { value } = usePresence([userId]);
  const known = value?.[0];
  if (!known || known.presence === 'unknown') return null;
  if (known.statusText) return { mark: known.presence, words: known.statusText };
  const seen = known.presence === 'offline' && known.lastActive ? formatAgo(known.lastActive) : null;
  return { mark: known.presence, words: seen ? t('seen', { ago: seen }) : t(`presence.${known.presence}`) };
}
