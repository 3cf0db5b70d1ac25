// SPDX-License-Identifier: EUPL-1.2
// All emoji by category and search, in the language of the interface, from our own files.
import { EmojiPicker as Picker } from 'frimousse';
import { type ComponentProps, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Spinner } from '@/ui';
import { EMOJI_DATA } from './data';
import styles from './EmojiPicker.module.css';
import { rememberEmoji, useEmojiHabits } from './recent';

const COLUMNS = 8;

/** The popup may still stand outside of the window: nothing must scroll to it. */
const focusQuietly = (field: HTMLInputElement | null) => field?.focus({ preventScroll: true });

export function EmojiPicker({ onPick }: { onPick(emoji: string): void }) {
  const { t, i18n } = useTranslation('emoji');
  const { recent, skinTone } = useEmojiHabits();
  // The row stays as it was when the picker opened.
  const [shown] = useState(recent);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  return (
    <Picker.Root
      className={styles.root}
      columns={COLUMNS}
      locale={i18n.language === 'ru' ? 'ru' : 'en'}
      emojibaseUrl={EMOJI_DATA}
      skinTone={skinTone}
      onEmojiSelect={({ emoji }) => pick(emoji)}
    >
      <Picker.Search className={styles.search} placeholder={t('search')} aria-label={t('search')} ref={focusQuietly} />
      {shown.length > 0 && <Recent emoji={shown} onPick={pick} />}
      <Picker.Viewport className={styles.viewport}>
        <Picker.Loading className={styles.note}>
          <Spinner />
        </Picker.Loading>
        <Picker.Empty className={styles.note}>{t('nothing')}</Picker.Empty>
        <Picker.List className={styles.list} components={PARTS} />
      </Picker.Viewport>
      <Picker.SkinTone emoji="✋">
        {({ skinToneVariations }) => (
          <fieldset className={styles.tones} aria-label={t('skinTone')}>
            {skinToneVariations.map(({ skinTone: tone, emoji }) => (
              <button
                key={tone}
                type="button"
                className={styles.tone}
                aria-pressed={tone === skinTone}
                onClick={() => useEmojiHabits.setState({ skinTone: tone })}
              >
                {emoji}
              </button>
            ))}
          </fieldset>
        )}
      </Picker.SkinTone>
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

function Recent({ emoji, onPick }: { emoji: readonly string[]; onPick(emoji: string): void }) {
  const { t } = useTranslation('emoji');
  return (
    <fieldset className={styles.recent} aria-label={t('recent')}>
      {emoji.slice(0, COLUMNS).map((one) => (
        <button key={one} type="button" className={styles.emoji} onClick={() => onPick(one)}>
          {one}
        </button>
      ))}
    </fieldset>
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
