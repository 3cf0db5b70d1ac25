// SPDX-License-Identifier: EUPL-1.2
// Reactions under a message: who gave them, give the same, add another.
import { IconMoodPlus } from '@tabler/icons-react';
import { type MouseEvent, memo, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { MessageItem, Reaction } from '@/engine/rpc/protocol';
import { classes, pointOf, Tooltip, TooltipTrigger } from '@/ui';
import { nameList } from '../text/names';
import { useTimelineActions } from '../timeline/actions';
import styles from './Row.module.css';

/** More kinds than these are shown on demand. */
const MOST = 24;

export const Reactions = memo(function Reactions({ item }: { item: MessageItem }) {
  const { t } = useTranslation('chats');
  const { openReactions } = useTimelineActions();
  const [all, setAll] = useState(false);
  const shown = all ? item.reactions : item.reactions.slice(0, MOST);
  const hidden = item.reactions.length - shown.length;
  return (
    <ul className={styles.reactions} aria-label={t('reaction.label')}>
      {shown.map((reaction) => (
        <li key={reaction.key}>
          <ReactionChip item={item} reaction={reaction} />
        </li>
      ))}
      {hidden > 0 && (
        <li>
          <button
            type="button"
            tabIndex={-1}
            className={styles.reaction}
            aria-label={t('reaction.more', { count: hidden })}
            onClick={() => setAll(true)}
          >
            +{hidden}
          </button>
        </li>
      )}
      {item.can.react && (
        <li>
          <button
            type="button"
            tabIndex={-1}
            className={classes(styles.reaction, styles.addReaction)}
            aria-label={t('reaction.add')}
            onClick={(event: MouseEvent) => openReactions(item, pointOf(event))}
          >
            <IconMoodPlus size={16} stroke={1.7} aria-hidden />
          </button>
        </li>
      )}
    </ul>
  );
});

function ReactionChip({ item, reaction }: { item: MessageItem; reaction: Reaction }) {
  const { t, i18n } = useTranslation('chats');
  const { toggleReaction } = useTimelineActions();
  const { key, count, mine, senders } = reaction;
  const names = nameList(senders, i18n.language);
  return (
    <TooltipTrigger delay={250}>
      <Button
        excludeFromTabOrder
        className={classes(styles.reaction, mine && styles.mine)}
        aria-pressed={mine}
        isDisabled={!item.can.react && !mine}
        aria-label={t('reaction.chip', { key, count })}
        onPress={() => toggleReaction(item, key)}
      >
        <span className={styles.reactionKey}>{key}</span>
        <span className={styles.reactionCount}>{count}</span>
      </Button>
      <Tooltip placement="top">{t('reaction.by', { names, key })}</Tooltip>
    </TooltipTrigger>
  );
}
