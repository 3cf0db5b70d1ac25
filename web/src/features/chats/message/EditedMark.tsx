// SPDX-License-Identifier: EUPL-1.2
// "Edited": opens the earlier versions of the message.
import { useState } from 'react';
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
  const engine = useEngine();
  const { roomId } = useTimelineActions();
  const [versions, setVersions] = useState<EditVersion[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = (open: boolean) => {
    if (!open || !item.eventId) return;
    setError(null);
    engine
      .call('timeline.editHistory', { roomId, eventId: item.eventId })
      .then((answer) => setVersions(answer.versions))
      .catch(setError);
  };
  return (
    <PopoverTrigger onOpenChange={load}>
      <Button className={styles.edited} excludeFromTabOrder>
        {t('message.editedMark')}
      </Button>
      <Popover label={t('message.history')}>
        <h3>{t('message.history')}</h3>
        {error !== null && <p role="alert">{errorText(error)}</p>}
        {!versions && error === null && <Spinner />}
        <ol className={styles.versions}>
          {versions?.toReversed().map((version) => (
            <li key={version.eventId} className={styles.version}>
              <time className={styles.time}>{formatMoment(version.at)}</time>
              <div>
                <RichText nodes={version.rich} />
              </div>
            </li>
          ))}
        </ol>
      </Popover>
    </PopoverTrigger>
  );
}
