// SPDX-License-Identifier: EUPL-1.2
// The list of suggestions above the message field; the field keeps the focus.
import { IconUsers, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAvatarUrl } from '@/engine/rpc/react';
import { Avatar, classes } from '@/ui';
import { OutsideMark } from '../outside/OutsideMark';
import styles from './Composer.module.css';
import { EVERYONE } from './richDoc';
import { type Choice, optionId, SUGGESTIONS_ID, type Suggestions } from './suggest';

export function SuggestionList({ suggestions }: { suggestions: Suggestions }) {
  const { t } = useTranslation('chats');
  const { items, index, choose } = suggestions;
  if (items.length === 0) {
    return (
      <p className={classes(styles.choices, styles.nobody)} role="status">
        {t('composer.nobody')}
      </p>
    );
  }
  return (
    <div className={styles.choices} id={SUGGESTIONS_ID} role="listbox" aria-label={t('composer.suggestions')}>
      {items.map((item, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the message field handles the keys of this list.
        <div
          key={`${item.id} ${item.label}`}
          id={optionId(place)}
          role="option"
          tabIndex={-1}
          aria-selected={place === index}
          aria-disabled={item.kind === 'team' && item.tooLarge}
          className={classes(styles.choice, place === index && styles.chosen)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(place)}
        >
          <ChoiceFace item={item} />
          <span className={styles.choiceLabel}>{nameOf(item)}</span>
          {item.kind === 'person' && <OutsideMark userId={item.id} />}
          {item.kind !== 'emoji' && item.hint && <span className={styles.choiceHint}>{item.hint}</span>}
        </div>
      ))}
    </div>
  );
}

/** A mention of a post says the post; the list shows the face and the name of its holder. */
const nameOf = (item: Choice) => (item.kind === 'person' && item.holder) || item.label;

function ChoiceFace({ item }: { item: Choice }) {
  if (item.kind === 'emoji') return <span className={styles.choiceEmoji}>{item.id}</span>;
  if (item.kind === 'team') return <IconUsersGroup size={22} stroke={1.6} aria-hidden />;
  if (item.id === EVERYONE) return <IconUsers size={22} stroke={1.6} aria-hidden />;
  return <PersonFace name={nameOf(item)} avatar={item.avatar} />;
}

function PersonFace({ name, avatar }: { name: string; avatar: string | null }) {
  const url = useAvatarUrl(avatar, 24);
  return <Avatar name={name} url={url} size={24} />;
}
