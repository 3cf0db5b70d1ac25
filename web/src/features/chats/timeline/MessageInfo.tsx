// SPDX-License-Identifier: EUPL-1.2
// Windows about one message: its versions, who reacted, who has read it; and reporting it.
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageItem } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { formatMoment } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Banner, Button, Dialog, Spinner, showToast, TextField } from '@/ui';
import { Versions } from '../message/EditedMark';
import { PersonLines } from '../message/PersonLines';
import type { InfoShown } from './info';
import styles from './Popups.module.css';

interface InfoProps {
  shown: InfoShown;
  roomId: string;
  onClose(): void;
}

interface PartProps {
  item: MessageItem;
  roomId: string;
  onClose(): void;
}

export function MessageInfo({ shown, roomId, onClose }: InfoProps) {
  const { t } = useTranslation('conversation');
  const { what, item } = shown;
  if (what === 'report') return <ReportDialog item={item} roomId={roomId} onClose={onClose} />;
  const parts: Record<Exclude<typeof what, 'report'>, ReactNode> = {
    history: <Versions roomId={roomId} eventId={item.eventId ?? ''} />,
    reactions: <Reactions item={item} />,
    readers: <Readers item={item} roomId={roomId} />,
  };
  return (
    <Dialog title={t(`info.${what}`)} isOpen onClose={onClose} size="sm" scrolls>
      {parts[what]}
    </Dialog>
  );
}

function Reactions({ item }: { item: MessageItem }) {
  return item.reactions.map((reaction) => (
    <section key={reaction.key} className={styles.reacted}>
      <h3>
        {reaction.key} {reaction.count}
      </h3>
      <PersonLines people={reaction.senders} />
    </section>
  ));
}

type Loaded = { people: Parameters<typeof PersonLines>[0]['people'] } | { error: unknown } | null;

function Readers({ item, roomId }: Pick<PartProps, 'item' | 'roomId'>) {
  const { t } = useTranslation('conversation');
  const engine = useEngine();
  const [loaded, setLoaded] = useState<Loaded>(null);
  const { eventId } = item;
  useEffect(() => {
    engine
      .call('timeline.readers', { roomId, eventId: eventId ?? '' })
      .then(({ readers }) =>
        setLoaded({ people: readers.map((reader) => ({ ...reader, note: formatMoment(reader.at) })) }),
      )
      .catch((error: unknown) => setLoaded({ error }));
  }, [engine, roomId, eventId]);
  if (!loaded) return <Spinner />;
  if ('error' in loaded) return <p role="alert">{errorText(loaded.error)}</p>;
  return loaded.people.length === 0 ? <p>{t('readers.none')}</p> : <PersonLines people={loaded.people} />;
}

function ReportDialog({ item, roomId, onClose }: PartProps) {
  const { t } = useTranslation('conversation');
  const engine = useEngine();
  const [reason, setReason] = useState('');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const report = async () => {
    setPending(true);
    try {
      await engine.call('messages.report', { roomId, eventId: item.eventId ?? '', reason: reason.trim() });
      showToast({ text: t('report.sent') });
      onClose();
    } catch (failure) {
      setError(failure);
      setPending(false);
    }
  };
  return (
    <Dialog
      title={t('report.title')}
      isOpen
      onClose={onClose}
      size="sm"
      footer={
        <>
          <Button onPress={onClose}>{t('report.cancel')}</Button>
          <Button variant="danger" isPending={pending} isDisabled={!reason.trim()} onPress={() => void report()}>
            {t('report.send')}
          </Button>
        </>
      }
    >
      <div className={styles.redact}>
        {error !== null && (
          <Banner tone="bad" boxed>
            {errorText(error)}
          </Banner>
        )}
        <p>{t('report.text')}</p>
        <TextField label={t('report.reason')} value={reason} onChange={setReason} rows={3} maxLength={500} autoFocus />
      </div>
    </Dialog>
  );
}
