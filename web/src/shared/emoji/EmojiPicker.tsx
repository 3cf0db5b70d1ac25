// SPDX-License-Identifier: EUPL-1.2
// All emoji by category and search, in the language of the interface, from our own files.
import { EmojiPicker as Picker } from 'frimousse';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { Spinner } from '@/ui';
import { EMOJI_DATA } from './data';
import styles from './EmojiPicker.module.css';

const COLUMNS = 8;

/** The popup may still stand outside of the window: nothing must scroll to it. */
const focusQuietly = (field: HTMLInputElement | null) => field?.focus({ preventScroll: true });

export function EmojiPicker({ onPick }: { onPick(emoji: string): void }) {
  const { t, i18n } = useTranslation('emoji');
  return (
    <Picker.Root
      className={styles.root}
      columns={COLUMNS}
      locale={i18n.language === 'ru' ? 'ru' : 'en'}
      emojibaseUrl={EMOJI_DATA}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <Picker.Search className={styles.search} placeholder={t('search')} aria-label={t('search')} ref={focusQuietly} />
      <Picker.Viewport className={styles.viewport}>
        <Picker.Loading className={styles.note}>
          <Spinner />
        </Picker.Loading>
        <Picker.Empty className={styles.note}>{t('nothing')}</Picker.Empty>
        <Picker.List className={styles.list} components={PARTS} />
      </Picker.Viewport>
      <Picker.ActiveEmoji>
        {({ emoji }) => (
          <p className={styles.active}>
            {emoji ? (
              <>
                <span aria-hidden="true">{emoji.emoji}</span> {emoji.label}
              </>
            ) : (
              t('choose')
            )}
          </p>
        )}
      </Picker.ActiveEmoji>
    </Picker.Root>
  );
}

interface Position {
  'aria-rowindex'?: number | undefined;
  'aria-colindex'?: number | undefined;
}

/** The library counts rows and columns from 0, ARIA from 1. */
function fromOne<P extends Position>(props: P): P {
  const { 'aria-rowindex': row, 'aria-colindex': column } = props;
  return {
    ...props,
    ...(row === undefined ? {} : { 'aria-rowindex': row + 1 }),
    ...(column === undefined ? {} : { 'aria-colindex': column + 1 }),
  };
}

const PARTS: ComponentProps<typeof Picker.List>['components'] = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className={styles.category}>
      {category.label}
    </div>
  ),
  Row: ({ children, ...props }) => (
    <div {...fromOne(props)} className={styles.row}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...props }) => (
    <button {...fromOne(props)} type="button" className={styles.emoji} data-active={emoji.isActive || undefined}>
      {emoji.emoji}
    </button>
  ),
};
