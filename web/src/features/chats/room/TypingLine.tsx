// SPDX-License-Identifier: EUPL-1.2
// Who is typing; the line keeps its height, so that messages do not jump.
import { useTranslation } from 'react-i18next';
import { useRoom } from '@/engine/rpc/react';
import { typingText } from '../text/preview';
import styles from './Room.module.css';

export function TypingLine({ roomId }: { roomId: string }) {
  const { t } = useTranslation('chats');
  const { value } = useRoom(roomId);
  const typing = value?.typing ?? [];
  return (
    <p className={styles.typing}>
      {typing.length > 0 && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {typingText(t, typing)}
        </>
      )}
    </p>
  );
}
