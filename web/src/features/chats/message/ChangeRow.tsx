// SPDX-License-Identifier: EUPL-1.2
// A change of the chat as one quiet line; many in a row as one line that opens.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StateItem } from '@/engine/rpc/protocol';
import { formatMoment, formatTime } from '@/shared/dates';
import { stateText } from '../text/stateText';
import { isRun } from '../timeline/runs';
import styles from './Row.module.css';
import { RowLink } from './RowLink';
import { TextButton } from './SendMark';

export function ChangeRow({ item }: { item: StateItem }) {
  const { t } = useTranslation('chats');
  const [open, setOpen] = useState(false);
  if (!isRun(item)) return <Line item={item} />;
  return (
    <>
      <p className={styles.changeText}>
        {t('state.run', { sentence: stateText(t, item.change, item.sender), count: item.run.length - 1 })}{' '}
        <TextButton isExpanded={open} onPress={() => setOpen(!open)}>
          {t(open ? 'state.hide' : 'state.show')}
        </TextButton>
      </p>
      {open && (
        <div className={styles.run}>
          {item.run.map((change) => (
            <Line key={change.key} item={change} />
          ))}
        </div>
      )}
    </>
  );
}

function Line({ item }: { item: StateItem }) {
  const { t } = useTranslation('chats');
  const { change } = item;
  return (
    <p className={styles.changeText}>
      {stateText(t, change, item.sender)}{' '}
      {change.what === 'room_replaced' && (
        <RowLink href={`/chats/${encodeURIComponent(change.successorRoomId)}`}>{t('room.openSuccessor')}</RowLink>
      )}
      <time className={styles.changeTime} title={formatMoment(item.at)}>
        {formatTime(item.at)}
      </time>
    </p>
  );
}
