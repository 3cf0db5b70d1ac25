// SPDX-License-Identifier: EUPL-1.2
// Asks before a message is deleted for everybody.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageItem } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { ConfirmDialog, showToast, TextField } from '@/ui';
import { messageWords } from '../text/describe';
import { offerUndo, whenHidden } from '../undo';
import styles from './Popups.module.css';

/** An own message can be taken back for so long before it is deleted for the others. */
const HOLD_MS = 5000;

interface RedactDialogProps {
  item: MessageItem;
  roomId: string;
  onClose(): void;
}

export function RedactDialog({ item, roomId, onClose }: RedactDialogProps) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const [reason, setReason] = useState('');
  const takeBack = (key: string) => {
    const close = offerUndo(t('redact.done'), HOLD_MS, () => engine.call('messages.discard', { key }));
    // Who closes the page means what they did; it must not wait until they come back.
    whenHidden(HOLD_MS, () => {
      close();
      void engine.call('messages.hurry', { key });
    });
  };
  const redact = () => {
    const why = reason.trim();
    const eventId = item.eventId ?? '';
    const more = { ...(why ? { reason: why } : {}), ...(item.mine ? { holdMs: HOLD_MS } : {}) };
    engine.call('messages.redact', { roomId, eventId, ...more }).then(
      ({ key }) => key && item.mine && takeBack(key),
      (error: unknown) => showToast({ text: errorText(error), tone: 'bad' }),
    );
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
        <p>{t(item.mine ? 'redact.own' : 'redact.text')}</p>
        <blockquote className={styles.cited}>{messageWords(t, item)}</blockquote>
        {!item.mine && <TextField label={t('redact.reason')} value={reason} onChange={setReason} maxLength={200} />}
      </div>
    </ConfirmDialog>
  );
}
