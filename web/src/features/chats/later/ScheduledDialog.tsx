// SPDX-License-Identifier: EUPL-1.2
// What is scheduled in a chat: when, what, and how to change one's mind.
import { IconCalendarTime, IconClock, IconSend2, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallName, type CallParams, EngineError, type ScheduledMessage } from '@/engine/rpc/protocol';
import { useEngine, useScheduled } from '@/engine/rpc/react';
import { formatMoment } from '@/shared/dates';
import { errorCode, errorText } from '@/shared/errors';
import { Dialog, EmptyState, ErrorState, IconButton, SkeletonRows, showToast } from '@/ui';
import styles from './Later.module.css';
import { TimeDialog } from './TimeDialog';

interface ScheduledDialogProps {
  roomId: string;
  encrypted: boolean;
  onClose(): void;
}

export function ScheduledDialog({ roomId, encrypted, onClose }: ScheduledDialogProps) {
  const { t } = useTranslation('compose');
  const [moving, setMoving] = useState<ScheduledMessage | null>(null);
  const run = useRun();
  return (
    <>
      <Dialog title={t('later.list')} isOpen={!moving} onClose={onClose}>
        <Content roomId={roomId} onMove={setMoving} />
      </Dialog>
      {moving && (
        <TimeDialog
          at={moving.at}
          encrypted={encrypted}
          onChoose={(at) => run('scheduled.move', { id: moving.id, at })}
          onClose={() => setMoving(null)}
        />
      )}
    </>
  );
}

function Content({ roomId, onMove }: { roomId: string; onMove(message: ScheduledMessage): void }) {
  const { t } = useTranslation('compose');
  const { value } = useScheduled(roomId);
  if (!value) return <SkeletonRows count={3} />;
  if (value.error && value.items.length === 0) {
    const error = EngineError.fromData(value.error);
    return (
      <ErrorState title={t('later.failed')} code={errorCode(error)}>
        {errorText(error)}
      </ErrorState>
    );
  }
  if (value.items.length === 0) {
    return <EmptyState icon={IconClock} title={t(value.supported ? 'later.empty' : 'later.unsupported')} />;
  }
  return (
    <ul className={styles.list}>
      {value.items.map((message) => (
        <Line key={message.id} message={message} onMove={() => onMove(message)} />
      ))}
    </ul>
  );
}

function Line({ message, onMove }: { message: ScheduledMessage; onMove(): void }) {
  const { t } = useTranslation('compose');
  const run = useRun();
  const { id, at, waiting, error } = message;
  return (
    <li className={styles.item}>
      <span className={styles.words}>
        <span className={styles.when}>
          {formatMoment(at)}
          {waiting && !error && ` · ${t('later.waiting')}`}
        </span>
        <Words message={message} />
        {error && (
          <span role="alert" className={styles.failed}>
            {errorText(EngineError.fromData(error))}
          </span>
        )}
      </span>
      <IconButton label={t('later.move')} icon={IconCalendarTime} onPress={onMove} />
      <IconButton label={t('later.sendNow')} icon={IconSend2} onPress={() => run('scheduled.sendNow', { id })} />
      <IconButton label={t('later.cancel')} icon={IconTrash} onPress={() => run('scheduled.cancel', { id })} />
    </li>
  );
}

function Words({ message: { readable, text, fileName, kind } }: { message: ScheduledMessage }) {
  const { t } = useTranslation('compose');
  const { t: chats } = useTranslation('chats');
  if (!readable) return <span className={styles.quiet}>{t('later.unreadable')}</span>;
  const named = kind === 'image' || kind === 'video' || kind === 'audio' || kind === 'file';
  return (
    <span className={styles.text}>
      {[fileName ?? (named ? chats(`preview.${kind}`) : ''), text].filter(Boolean).join(': ')}
    </span>
  );
}

function useRun() {
  const engine = useEngine();
  return <N extends CallName>(name: N, params: CallParams<N>) =>
    void engine.call(name, params).catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
}
