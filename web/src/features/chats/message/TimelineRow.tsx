// SPDX-License-Identifier: EUPL-1.2
// One line of the timeline: separators above it, then the message, change or placeholder.
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineItem } from '@/engine/rpc/protocol';
import { formatDay } from '@/shared/dates';
import { usedKeysLast } from '@/shared/lastInput';
import { classes } from '@/ui';
import { describeItem } from '../text/describe';
import { ThreadBar } from '../threads/ThreadBar';
import { useTimelineActions } from '../timeline/actions';
import { isLockedRun } from '../timeline/runs';
import { ChangeRow } from './ChangeRow';
import { MessageBody } from './MessageBody';
import { MessageTools } from './MessageTools';
import { Readers } from './Readers';
import styles from './Row.module.css';
import { RowHead } from './RowHead';
import { LockedRunLine, RedactedBody, UndecryptableBody } from './Substitutes';
import { useRowMenu } from './useRowMenu';
import { useToolbar } from './useToolbar';

interface TimelineRowProps {
  item: TimelineItem;
  /** Tab reaches this row. */
  tabStop: boolean;
  flash: boolean;
  /** The line "new" stands above. */
  unread: boolean;
  last: boolean;
}

export const TimelineRow = memo(function TimelineRow({ item, tabStop, flash, unread, last }: TimelineRowProps) {
  const { t } = useTranslation('chats');
  const { activate, direct } = useTimelineActions();
  const toolbar = useToolbar();
  const [byKeys, setByKeys] = useState(false);
  const rowMenu = useRowMenu(item);
  return (
    <>
      {item.startsDay && <DayLine at={item.at} />}
      {unread && <UnreadLine />}
      <article
        {...rowMenu}
        className={classes(
          styles.row,
          (item.type === 'state' || isLockedRun(item)) && styles.change,
          byKeys && styles.byKeys,
          item.continues && styles.continues,
          flash && styles.flash,
          item.type === 'message' && item.content.mentionsMe && !item.mine && !direct && styles.mentions,
          item.type === 'message' && item.send.state === 'failed' && styles.failed,
        )}
        data-row={item.key}
        // Messages take the focus in turn, so that keys can act on them.
        tabIndex={tabStop ? 0 : -1}
        aria-label={describeItem(t, item)}
        // Rows that scroll past a resting mouse are entered by it too, but get no toolbar.
        onPointerMove={(event) => {
          rowMenu.onPointerMove(event);
          if (event.pointerType === 'mouse') toolbar.claim();
        }}
        onPointerLeave={() => !byKeys && toolbar.release()}
        onFocus={() => {
          setByKeys(usedKeysLast());
          if (usedKeysLast()) toolbar.claim();
          activate(item.key);
        }}
        onBlur={(event) => {
          if (event.currentTarget.contains(event.relatedTarget)) return;
          setByKeys(false);
          toolbar.release();
        }}
      >
        <RowContent item={item} last={last} />
        {item.type === 'message' && toolbar.shown && <MessageTools item={item} />}
      </article>
    </>
  );
});

function RowContent({ item, last }: { item: TimelineItem; last: boolean }) {
  if (item.type === 'state') return <ChangeRow item={item} />;
  if (isLockedRun(item)) return <LockedRunLine run={item} />;
  return (
    <>
      <RowHead item={item} />
      <div className={styles.body}>
        {item.type === 'message' && <MessageBody item={item} />}
        {item.type === 'redacted' && <RedactedBody item={item} />}
        {item.type === 'undecryptable' && <UndecryptableBody item={item} />}
        {item.thread && item.eventId && <ThreadBar rootId={item.eventId} thread={item.thread} />}
      </div>
      <Readers item={item} last={last} />
    </>
  );
}

function DayLine({ at }: { at: number }) {
  const { t } = useTranslation('conversation');
  const { askDate } = useTimelineActions();
  return (
    <div className={styles.day}>
      <button type="button" tabIndex={-1} title={t('date.title')} onClick={() => askDate(at)}>
        {formatDay(at)}
      </button>
    </div>
  );
}

function UnreadLine() {
  const { t } = useTranslation('chats');
  return (
    <div className={styles.unread}>
      <span>{t('timeline.unread')}</span>
    </div>
  );
}
