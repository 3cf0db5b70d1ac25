// SPDX-License-Identifier: EUPL-1.2
// How far an own message is: waiting, on its way, or failed with what to do about it.
import { IconAlertCircle, IconClock, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EngineError, type SendState } from '@/engine/rpc/protocol';
import { errorText } from '@/shared/errors';
import { Progress } from '@/ui';
import { useTimelineActions } from '../timeline/actions';
import styles from './SendMark.module.css';

interface SendMarkProps {
  itemKey: string;
  send: SendState;
}

export function SendMark({ itemKey, send }: SendMarkProps) {
  const { t } = useTranslation('chats');
  const { discard } = useTimelineActions();
  if (send.state === 'sent') return null;
  if (send.state === 'failed') return <Failed itemKey={itemKey} send={send} />;
  if (send.state === 'sending' && send.progress !== null) {
    return (
      <div className={styles.upload}>
        <Progress label={t('send.uploading')} value={send.progress} className={styles.uploadBar ?? ''} />
        <TextButton onPress={() => discard(itemKey)}>{t('cancel')}</TextButton>
      </div>
    );
  }
  const Icon = send.state !== 'sending' ? IconClock : IconUpload;
  return (
    <p className={styles.send}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {t(`send.${send.state}`)}
      {send.state !== 'sending' && <TextButton onPress={() => discard(itemKey)}>{t('send.discard')}</TextButton>}
    </p>
  );
}

function Failed({ itemKey, send }: { itemKey: string; send: Extract<SendState, { state: 'failed' }> }) {
  const { t } = useTranslation('chats');
  const { retry, discard } = useTimelineActions();
  return (
    <div className={styles.sendFailed} role="alert">
      <IconAlertCircle size={16} stroke={1.8} aria-hidden />
      <span>
        <strong>{t('send.failed')}</strong> {errorText(EngineError.fromData(send.error))}
      </span>
      <TextButton onPress={() => retry(itemKey)}>{t('retry')}</TextButton>
      <TextButton onPress={() => discard(itemKey)}>{t('send.discard')}</TextButton>
    </div>
  );
}

interface TextButtonProps {
  onPress(): void;
  isExpanded?: boolean;
  children: string;
}

export function TextButton({ onPress, isExpanded, children }: TextButtonProps) {
  return (
    <button type="button" tabIndex={-1} className={styles.textButton} aria-expanded={isExpanded} onClick={onPress}>
      {children}
    </button>
  );
}
