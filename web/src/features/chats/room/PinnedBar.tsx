// SPDX-License-Identifier: EUPL-1.2
// The newest pinned message; pressing it jumps there, pressing again walks through the older ones.
import { IconList, IconPin } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyQuote } from '@/engine/rpc/protocol';
import { IconButton } from '@/ui';
import { QuoteText } from '../message/Quote';
import styles from './Room.module.css';

interface PinnedBarProps {
  pinned: readonly ReplyQuote[];
  onOpen(eventId: string): void;
  /** Shows all of them. */
  onList(): void;
}

export function PinnedBar({ pinned, onOpen, onList }: PinnedBarProps) {
  const { t } = useTranslation('chats');
  const { t: more } = useTranslation('conversation');
  const [back, setBack] = useState(0);
  const count = pinned.length;
  const place = count - 1 - (back % Math.max(count, 1));
  const shown = pinned[place];
  if (!shown) return null;
  const open = () => {
    onOpen(shown.eventId);
    setBack(back + 1);
  };
  return (
    <div className={styles.pinnedLine}>
      <button type="button" className={styles.pinned} onClick={open}>
        <IconPin size={16} stroke={1.8} aria-hidden />
        <span>
          <strong>{count === 1 ? t('pinned.label') : t('pinned.place', { place: place + 1, count })}</strong>{' '}
          <QuoteText quote={shown} />
        </span>
      </button>
      <IconButton label={more('pins.list')} icon={IconList} size="sm" onPress={onList} />
    </div>
  );
}
