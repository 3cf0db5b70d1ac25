// SPDX-License-Identifier: EUPL-1.2
// Choosing a reaction: six usual ones at once, all the others by search.
import { useRef } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { MessageItem } from '@/engine/rpc/protocol';
import { EmojiPicker } from '@/shared/emoji/EmojiPicker';
import { classes, type Point } from '@/ui';
import { useTimelineActions } from './actions';
import styles from './Popups.module.css';

const USUAL = ['👍', '👌', '✅', '🙏', '❤️', '👀'];

interface ReactionPickerProps {
  item: MessageItem;
  at: Point;
  onClose(): void;
}

export function ReactionPicker({ item, at, onClose }: ReactionPickerProps) {
  const { t } = useTranslation('chats');
  const { toggleReaction } = useTimelineActions();
  const anchor = useRef<HTMLSpanElement>(null);
  const choose = (emoji: string) => {
    toggleReaction(item, emoji);
    onClose();
  };
  const mine = new Set(item.reactions.filter((reaction) => reaction.mine).map(({ key }) => key));
  return (
    <>
      <span ref={anchor} className={styles.anchor} style={{ left: at.x, top: at.y }} aria-hidden="true" />
      <Popover
        isOpen
        triggerRef={anchor}
        onOpenChange={(open) => !open && onClose()}
        className={styles.popover}
        placement="bottom"
        offset={4}
      >
        <Dialog aria-label={t('reaction.add')} className={styles.picker}>
          <fieldset className={styles.usual} aria-label={t('reaction.usual')}>
            {USUAL.map((emoji) => (
              <button
                key={emoji}
                type="button"
                className={classes(styles.usualEmoji, mine.has(emoji) && styles.given)}
                aria-pressed={mine.has(emoji)}
                onClick={() => choose(emoji)}
              >
                {emoji}
              </button>
            ))}
          </fieldset>
          <EmojiPicker onPick={choose} />
        </Dialog>
      </Popover>
    </>
  );
}
