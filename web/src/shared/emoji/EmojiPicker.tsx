// SPDX-License-Identifier: EUPL-1.2
// All emoji by category and search, in the language of the interface, from our own files.
import { EmojiPicker as Picker } from 'frimousse';
import { type ComponentProps, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classes, Spinner } from '@/ui';
import { EMOJI_DATA, type EmojiHit, searchEmoji } from './data';
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
  const best = useBest(i18n.language, pick);
  return (
    <Picker.Root
      data-best={best.isChosen || undefined}
      className={styles.root}
      columns={COLUMNS}
      locale={i18n.language === 'ru' ? 'ru' : 'en'}
      emojibaseUrl={EMOJI_DATA}
      skinTone={skinTone}
      onEmojiSelect={({ emoji }) => pick(emoji)}
    >
      <Picker.Search
        className={styles.search}
        placeholder={t('search')}
        aria-label={t('search')}
        ref={focusQuietly}
        onChange={({ target }) => best.search(target.value)}
        onKeyDown={best.onKeyDown}
      />
      {best.hits.length > 0 && <Row label={t('best')} emoji={best.hits} onPick={pick} chosen={best.isChosen} />}
      {best.hits.length === 0 && shown.length > 0 && <Row label={t('recent')} emoji={shown} onPick={pick} />}
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
      <Picker.ActiveEmoji>{({ emoji }) => <Chosen emoji={best.first ?? emoji} />}</Picker.ActiveEmoji>
    </Picker.Root>
  );
}

/** The best hits of a search stand in a row of their own; Enter takes the first until the arrows go to the list below. */
function useBest(language: string, pick: (emoji: string) => void) {
  const [hits, setHits] = useState<readonly EmojiHit[]>([]);
  const [moved, setMoved] = useState(false);
  const latest = useRef('');
  const search = (query: string) => {
    latest.current = query.trim();
    setMoved(false);
    if (!latest.current) return setHits([]);
    const asked = latest.current;
    void searchEmoji(asked, language, COLUMNS).then((found) => {
      if (latest.current === asked) setHits(found);
    });
  };
  const isChosen = hits.length > 0 && !moved;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.startsWith('Arrow')) setMoved(true);
    if (event.key !== 'Enter' || !isChosen || !hits[0]) return;
    event.preventDefault();
    pick(hits[0].emoji);
  };
  return { hits: hits.map(({ emoji }) => emoji), first: isChosen ? hits[0] : undefined, isChosen, search, onKeyDown };
}

function Chosen({ emoji }: { emoji: EmojiHit | undefined }) {
  const { t } = useTranslation('emoji');
  if (!emoji) return <p className={styles.active}>{t('choose')}</p>;
  return (
    <p className={styles.active}>
      <span aria-hidden="true">{emoji.emoji}</span> {emoji.label}
    </p>
  );
}

interface RowProps {
  label: string;
  emoji: readonly string[];
  /** Enter takes the first. */
  chosen?: boolean;
  onPick(emoji: string): void;
}

function Row({ label, emoji, chosen, onPick }: RowProps) {
  return (
    <fieldset className={styles.recent} aria-label={label}>
      {emoji.slice(0, COLUMNS).map((one, place) => (
        <button
          key={one}
          type="button"
          className={classes(styles.emoji, chosen && place === 0 && styles.first)}
          onClick={() => onPick(one)}
        >
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
