// SPDX-License-Identifier: EUPL-1.2
// Above the first loaded message: rows being loaded, a failure, or the beginning of the chat.
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { EngineError, type RoomDetails, type Timeline } from '@/engine/rpc/protocol';
import { errorText } from '@/shared/errors';
import { Button, LinkButton, Skeleton } from '@/ui';
import styles from './Timeline.module.css';

/** The same height in all three states, so that nothing jumps between them. */
export const START_PX = 160;

interface BeginningProps extends Pick<Timeline, 'hasOlder' | 'error'> {
  room: RoomDetails;
  onRetry(): void;
}

export const Beginning = memo(function Beginning({ hasOlder, error, room, onRetry }: BeginningProps) {
  return (
    <div className={styles.start}>
      {error && <Failed error={error} onRetry={onRetry} />}
      {!error && hasOlder && <SkeletonMessages />}
      {!error && !hasOlder && <Start room={room} />}
    </div>
  );
});

function Failed({ error, onRetry }: Pick<BeginningProps, 'error' | 'onRetry'>) {
  const { t } = useTranslation('chats');
  return (
    <div className={styles.startText} role="status">
      <p>{t('timeline.olderFailed')}</p>
      {error && <p className={styles.startHint}>{errorText(EngineError.fromData(error))}</p>}
      <Button size="sm" onPress={onRetry}>
        {t('retry')}
      </Button>
    </div>
  );
}

export function SkeletonMessages({ count = 2 }: { count?: number }) {
  return (
    <div className={styles.bones} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
        <div key={index} className={styles.bone}>
          <Skeleton className={styles.boneFace ?? ''} />
          <span className={styles.boneLines}>
            <Skeleton className={styles.boneName ?? ''} />
            <Skeleton className={(index % 2 ? styles.boneShort : styles.boneLong) ?? ''} />
          </span>
        </div>
      ))}
    </div>
  );
}

function Start({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const { t: more } = useTranslation('conversation');
  const { t: compose } = useTranslation('compose');
  const { enabled } = room.encryption;
  const Icon = enabled ? IconLock : IconLockOpen;
  return (
    <div className={styles.startText}>
      <p className={styles.startTitle}>
        {room.kind === 'direct'
          ? t('timeline.startDirect', { name: room.name })
          : t('timeline.start', { name: room.saved ? compose('saved.title') : room.name })}
      </p>
      {room.predecessorRoomId && (
        <p className={styles.startHint}>
          {more('room.continues')}{' '}
          <LinkButton size="sm" href={`/chats/${encodeURIComponent(room.predecessorRoomId)}`}>
            {more('room.openOld')}
          </LinkButton>
        </p>
      )}
      <p className={styles.startHint}>
        <Icon size={15} stroke={1.8} aria-hidden />{' '}
        {room.saved ? compose('saved.hint') : t(enabled ? 'timeline.startEncrypted' : 'timeline.startOpen')}
      </p>
    </div>
  );
}
