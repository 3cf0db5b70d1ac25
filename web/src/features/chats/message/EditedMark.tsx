// SPDX-License-Identifier: EUPL-1.2
// "Edited": opens the earlier versions of the message.
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { EditVersion, MessageItem } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { formatMoment } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Popover, PopoverTrigger, Spinner } from '@/ui';
import { useTimelineActions } from '../timeline/actions';
import { RichText } from './RichText';
import styles from './Row.module.css';

export function EditedMark({ item }: { item: MessageItem }) {
  const { t } = useTranslation('chats');
  const { roomId } = useTimelineActions();
  return (
    <PopoverTrigger>
      <Button className={styles.edited} excludeFromTabOrder>
        {t('message.editedMark')}
      </Button>
      <Popover label={t('message.history')}>
        <h3>{t('message.history')}</h3>
        <Versions roomId={roomId} eventId={item.eventId ?? ''} />
      </Popover>
    </PopoverTrigger>
  );
}

/** Every version with its time, the newest first. */
export function Versions({ roomId, eventId }: { roomId: string; eventId: string }) {
  const { t } = useTranslation('conversation');
  const engine = useEngine();
  const [versions, setVersions] = useState<EditVersion[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    engine
      .call('timeline.editHistory', { roomId, eventId })
      .then((answer) => setVersions(answer.versions))
      .catch(setError);
  }, [engine, roomId, eventId]);
  if (error !== null) return <p role="alert">{errorText(error)}</p>;
  if (!versions) return <Spinner />;
  return (
    <ol className={styles.versions}>
      {versions.toReversed().map((version, place) => (
        <li key={version.eventId} className={styles.version}>
          <p className={styles.time}>
            {place === 0 && `${t('history.now')} · `}
            {place === versions.length - 1 && `${t('history.first')} · `}
            <time>{formatMoment(version.at)}</time>
          </p>
          <div>
            <RichText nodes={version.rich} />
          </div>
        </li>
      ))}
    </ol>
  );
}
