// SPDX-License-Identifier: EUPL-1.2
// Who is typing; the line keeps its height, so that messages do not jump.
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { typingText } from '../text/preview';
import styles from './Room.module.css';

export function TypingLine({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  return (
    <p className={styles.typing}>
      {room.typing.length > 0 && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {typingText(t, room.typing)}
        </>
      )}
    </p>
  );
}
