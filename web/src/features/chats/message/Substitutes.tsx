// SPDX-License-Identifier: EUPL-1.2
// What stands in place of a message that was deleted or cannot be read, with the cause and one action.
import { IconKeyOff, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RedactedItem, UndecryptableCause, UndecryptableItem } from '@/engine/rpc/protocol';
import { useTimelineActions } from '../timeline/actions';
import type { LockedRun } from '../timeline/runs';
import styles from './Row.module.css';
import { RowLink } from './RowLink';
import { TextButton } from './SendMark';

export function RedactedBody({ item }: { item: RedactedItem }) {
  const { t } = useTranslation('chats');
  const byOther = item.by && item.by.userId !== item.sender.userId;
  return (
    <p className={styles.substitute}>
      <IconTrash size={15} stroke={1.8} aria-hidden />
      {byOther ? t('message.redactedBy', { name: item.by?.name ?? '' }) : t('message.redacted')}
      {item.reason && ` ${t('message.redactedReason', { reason: item.reason })}`}
    </p>
  );
}

/** The cause is told once above several such messages of one person. */
export function UndecryptableBody({ item }: { item: UndecryptableItem }) {
  const { t } = useTranslation('chats');
  return (
    <div className={styles.substitute}>
      <IconKeyOff size={15} stroke={1.8} aria-hidden />
      <span>
        {item.continues ? (
          t('preview.undecryptable')
        ) : (
          <>
            {t(`undecryptable.${item.cause}`)} <Remedy cause={item.cause} />
          </>
        )}
      </span>
    </div>
  );
}

/** Many of them in a row: what opens them all, once. */
export function LockedRunLine({ run: { cause, run } }: { run: LockedRun }) {
  const { t } = useTranslation('chats');
  return (
    <p className={styles.substitute}>
      <IconKeyOff size={15} stroke={1.8} aria-hidden />
      <span>
        {t(`lockedRun.${cause}`, { count: run.length })} <Remedy cause={cause} />
      </span>
    </p>
  );
}

/** Causes that end in the person's own hands lead to the place where it is mended. */
const IN_SETTINGS: ReadonlySet<UndecryptableCause> = new Set<UndecryptableCause>([
  'device_not_verified',
  'no_backup',
  'key_withheld',
]);

function Remedy({ cause }: { cause: UndecryptableCause }) {
  const { t } = useTranslation('chats');
  const { retryDecryption } = useTimelineActions();
  if (cause === 'key_not_received' || cause === 'damaged') {
    return <TextButton onPress={retryDecryption}>{t('undecryptable.retry')}</TextButton>;
  }
  if (!IN_SETTINGS.has(cause)) return null;
  return <RowLink href="/settings/security">{t('undecryptable.settings')}</RowLink>;
}
