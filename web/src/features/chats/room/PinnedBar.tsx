// SPDX-License-Identifier: EUPL-1.2
// The newest pinned message; pressing it jumps there, pressing again walks through the older ones.
import { IconPin } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { useChatsNavigation } from '../address';
import styles from './Room.module.css';

export function PinnedBar({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const { openChat } = useChatsNavigation();
  const pinned = room.pinnedEventIds;
  const [back, setBack] = useState(0);
  const count = pinned.length;
  if (count === 0) return null;
  const place = (((count - 1 - back) % count) + count) % count;
  const open = () => {
    const eventId = pinned[place];
    if (eventId) openChat(room.roomId, eventId);
    setBack(back + 1);
  };
  return (
    <button type="button" className={styles.pinned} onClick={open}>
      <IconPin size={16} stroke={1.8} aria-hidden />
      <span>
        <strong>{t('pinned.label')}</strong>{' '}
        {count === 1 ? t('pinned.one') : t('pinned.place', { place: place + 1, count })}
      </span>
    </button>
  );
}
