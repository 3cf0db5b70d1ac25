// SPDX-License-Identifier: EUPL-1.2
// A change of the chat as one quiet line.
import { useTranslation } from 'react-i18next';
import type { StateItem } from '@/engine/rpc/protocol';
import { formatMoment, formatTime } from '@/shared/dates';
import { stateText } from '../text/stateText';
import styles from './Row.module.css';
import { RowLink } from './RowLink';

export function ChangeRow({ item }: { item: StateItem }) {
  const { t } = useTranslation('chats');
  const { change } = item;
  return (
    <p className={styles.changeText}>
      {stateText(t, change, item.sender)}
      {change.what === 'room_replaced' && (
        <RowLink href={`/chats/${encodeURIComponent(change.successorRoomId)}`}>{t('room.openSuccessor')}</RowLink>
      )}
      <time className={styles.changeTime} title={formatMoment(item.at)}>
        {formatTime(item.at)}
      </time>
    </p>
  );
}
