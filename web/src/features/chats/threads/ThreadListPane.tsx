// SPDX-License-Identifier: EUPL-1.2
// The threads of a chat, unread ones first; and those of all chats that the person follows.
import { IconMessages } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EngineError, type ThreadEntry, type ThreadList } from '@/engine/rpc/protocol';
import { useEngine, useThreads } from '@/engine/rpc/react';
import { formatShort } from '@/shared/dates';
import { errorCode, errorText } from '@/shared/errors';
import { Aside, Badge, Banner, Button, EmptyState, ErrorState, Pills, SkeletonRows } from '@/ui';
import { useChatsNavigation } from '../address';
import { QuoteText } from '../message/Quote';
import { useLastWords } from './lastWords';
import { Faces } from './ThreadBar';
import styles from './Threads.module.css';

type Shown = 'all' | 'mine' | 'everywhere';

export function ThreadListPane({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const { t } = useTranslation('conversation');
  const [shown, setShown] = useState<Shown>('all');
  const filters = (['all', 'mine', 'everywhere'] as const).map((id) => ({ id, label: t(`threads.filter.${id}`) }));
  return (
    <Aside title={t('threads.title')} onClose={onClose}>
      <Pills<Shown>
        label={t('threads.filter.label')}
        items={filters satisfies { id: Shown; label: string }[]}
        value={shown}
        onChange={setShown}
        className={styles.filters ?? ''}
      />
      <Entries key={shown} roomId={roomId} shown={shown} />
    </Aside>
  );
}

function Entries({ roomId, shown }: { roomId: string; shown: Shown }) {
  const { t } = useTranslation('conversation');
  const engine = useEngine();
  const everywhere = shown === 'everywhere';
  const mine = shown === 'mine';
  const { value: list } = useThreads(everywhere ? {} : { roomId, mine });
  const more = () => void engine.call('threads.loadMore', { roomId, mine }).catch(() => undefined);
  if (!list || (list.loading && list.entries.length === 0)) return <SkeletonRows count={5} />;
  if (list.entries.length === 0) return <NoEntries list={list} shown={shown} onRetry={more} />;
  return (
    <div className={styles.entries}>
      {list.error && (
        <Banner
          tone="warn"
          boxed
          action={
            <Button size="sm" onPress={more}>
              {t('retry')}
            </Button>
          }
        >
          {errorText(EngineError.fromData(list.error))}
        </Banner>
      )}
      <ul aria-label={t('threads.title')}>
        {list.entries.map((entry) => (
          <li key={entry.key}>
            <Entry entry={entry} withRoom={everywhere} />
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button variant="quiet" isPending={list.loading} onPress={more}>
          {t('threads.more')}
        </Button>
      )}
    </div>
  );
}

function NoEntries({ list, shown, onRetry }: { list: ThreadList; shown: Shown; onRetry(): void }) {
  const { t } = useTranslation('conversation');
  if (list.error) {
    const error = EngineError.fromData(list.error);
    return (
      <ErrorState title={t('threads.failed')} code={errorCode(error)} onRetry={onRetry}>
        {errorText(error)}
      </ErrorState>
    );
  }
  return (
    <EmptyState icon={IconMessages} title={t(`threads.none.${shown}`)}>
      {t('threads.hint')}
    </EmptyState>
  );
}

function Entry({ entry, withRoom }: { entry: ThreadEntry; withRoom: boolean }) {
  const { t } = useTranslation('conversation');
  const { openThread } = useChatsNavigation();
  const { root, summary } = entry;
  const words = useLastWords(summary);
  return (
    <button type="button" className={styles.entry} onClick={() => openThread(entry.roomId, entry.rootId)}>
      <span className={styles.entryHead}>
        <strong className={styles.entryName}>{root.sender?.name ?? ''}</strong>
        {withRoom && <span className={styles.entryRoom}>{entry.roomName}</span>}
        <time className={styles.time}>{formatShort(entry.at)}</time>
      </span>
      <span className={styles.entryRoot}>
        <QuoteText quote={root} />
      </span>
      <span className={styles.entryFoot}>
        <Faces people={summary.people} />
        <span className={styles.count}>{t('thread.answers', { count: summary.count })}</span>
        <span className={styles.last}>{words}</span>
        {summary.unread > 0 && <Badge count={summary.unread} label={t('thread.unread', { count: summary.unread })} />}
      </span>
    </button>
  );
}
