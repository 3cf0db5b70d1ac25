// SPDX-License-Identifier: EUPL-1.2
// Asks before a message is deleted for everybody.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageItem } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { ConfirmDialog, showToast, TextField } from '@/ui';
import { messageWords } from '../text/describe';
import styles from './Popups.module.css';

interface RedactDialogProps {
  item: MessageItem;
  roomId: string;
  onClose(): void;
}

export function RedactDialog({ item, roomId, onClose }: RedactDialogProps) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const [reason, setReason] = useState('');
  const redact = () => {
    const why = reason.trim();
    engine
      .call('messages.redact', { roomId, eventId: item.eventId ?? '', ...(why ? { reason: why } : {}) })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('redact.title')}
      isOpen
      action={t('message.redact')}
      danger
      onConfirm={redact}
      onClose={onClose}
    >
      <div className={styles.redact}>
        <p>{t('redact.text')}</p>
        <blockquote className={styles.cited}>{messageWords(t, item)}</blockquote>
        {!item.mine && <TextField label={t('redact.reason')} value={reason} onChange={setReason} maxLength={200} />}
      </div>
    </ConfirmDialog>
  );
}
