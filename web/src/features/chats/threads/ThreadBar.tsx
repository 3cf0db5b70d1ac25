// SPDX-License-Identifier: EUPL-1.2
// Under the first message of a thread: how many answers, who wrote them, the last one; pressing it opens the thread.
import { useTranslation } from 'react-i18next';
import type { Profile, ThreadSummary } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { formatShort } from '@/shared/dates';
import { Avatar, classes } from '@/ui';
import { useTimelineActions } from '../timeline/actions';
import { useLastWords } from './lastWords';
import styles from './Threads.module.css';

export function ThreadBar({ rootId, thread }: { rootId: string; thread: ThreadSummary }) {
  const { t } = useTranslation('conversation');
  const { openThread } = useTimelineActions();
  const words = useLastWords(thread);
  const unread = thread.unread > 0;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes(styles.bar, unread && styles.barUnread)}
      onClick={() => openThread(rootId)}
    >
      <Faces people={thread.people} />
      <span className={styles.count}>{t('thread.answers', { count: thread.count })}</span>
      {unread && <span className={styles.fresh}>{t('thread.unread', { count: thread.unread })}</span>}
      <span className={styles.last}>{words}</span>
      <time className={styles.time}>{formatShort(thread.last.at)}</time>
    </button>
  );
}

export function Faces({ people }: { people: readonly Profile[] }) {
  return (
    <span className={styles.faces} aria-hidden="true">
      {people.map((person) => (
        <Face key={person.userId} person={person} />
      ))}
    </span>
  );
}

function Face({ person }: { person: Profile }) {
  const url = useAvatarUrl(person.avatar, 24);
  return <Avatar name={person.name} url={url} size={24} />;
}
