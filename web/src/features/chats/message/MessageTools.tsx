// SPDX-License-Identifier: EUPL-1.2
// Actions on a message beside it, while the pointer or the focus is there.
import { IconArrowBackUp, IconDots, IconMessage2, IconMoodSmile, IconPencil } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageItem } from '@/engine/rpc/protocol';
import { shortcut } from '@/shared/shortcuts';
import { type IconType, pointOf } from '@/ui';
import { useTimelineActions } from '../timeline/actions';
import styles from './Row.module.css';

export function MessageTools({ item }: { item: MessageItem }) {
  const { t } = useTranslation(['chats', 'conversation']);
  const actions = useTimelineActions();
  const { can } = item;
  const sent = item.send.state === 'sent';
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('message.actions')}>
      {sent && can.react && (
        <Tool
          icon={IconMoodSmile}
          label={t('message.react')}
          keys={shortcut('react').keys}
          onClick={(event) => actions.openReactions(item, pointOf(event))}
        />
      )}
      {sent && can.reply && (
        <Tool
          icon={IconArrowBackUp}
          label={t('message.reply')}
          keys={shortcut('reply').keys}
          onClick={() => actions.reply(item)}
        />
      )}
      {sent && can.thread && !actions.threadId && item.eventId && (
        <Tool
          icon={IconMessage2}
          label={t('conversation:thread.reply')}
          keys={shortcut('thread').keys}
          onClick={() => item.eventId && actions.openThread(item.eventId)}
        />
      )}
      {sent && can.edit && (
        <Tool
          icon={IconPencil}
          label={t('message.edit')}
          keys={shortcut('edit').keys}
          onClick={() => actions.edit(item)}
        />
      )}
      <Tool icon={IconDots} label={t('message.more')} onClick={(event) => actions.openMenu(item, pointOf(event))} />
    </div>
  );
}

interface ToolProps {
  icon: IconType;
  label: string;
  keys?: string;
  onClick(event: MouseEvent): void;
}

/** A plain button: many rows come and go while scrolling, and a tooltip by attribute costs nothing. */
function Tool({ icon: Icon, label, keys, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      tabIndex={-1}
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      onClick={onClick}
    >
      <Icon size={18} stroke={1.7} aria-hidden />
    </button>
  );
}
