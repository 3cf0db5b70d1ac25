// SPDX-License-Identifier: EUPL-1.2
// The virtualised list of items: one tab stop, arrows between messages, Enter into one, Escape back.
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type ComponentProps, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer } from 'virtua';
import type { RoomDetails, Timeline, TimelineItem } from '@/engine/rpc/protocol';
import type { TimelineCalls } from '@/engine/rpc/react';
import { Button, pressable, useKeptElements } from '@/ui';
import { TimelineRow } from '../message/TimelineRow';
import { useTimelineActions } from './actions';
import { Beginning, START_PX } from './Beginning';
import { BUFFER_PX, keptRows } from './kept';
import { shows } from './runs';
import styles from './Timeline.module.css';
import { MarkRead, useLookedAt } from './useReading';
import { useTimelineKeys } from './useTimelineKeys';
import { useTimelineScroll } from './useTimelineScroll';
import type { Shape } from './window';

interface TimelineListProps {
  shape: Shape<TimelineItem>;
  timeline: Timeline;
  calls: TimelineCalls;
  room: RoomDetails;
  activeKey: string | null;
  onLeave(): void;
}

export function TimelineList({ shape, timeline, calls, room, activeKey, onLeave }: TimelineListProps) {
  const { t } = useTranslation('chats');
  const { t: more } = useTranslation('conversation');
  const { jumpTo } = useTimelineActions();
  const { items } = timeline;
  const scroll = useTimelineScroll(timeline, shape.epoch, calls);
  const active = activeKey === null ? -1 : items.findLastIndex(({ key }) => key === activeKey);
  const tabStop = items.at(active)?.key ?? null;
  const keys = useTimelineKeys({ items, tabStop, scroll, onLeave });
  const flashed = useFlash(timeline.focus);
  const unreadKey = useUnreadLine(items, scroll.atEnd);
  const lastKey = items.at(-1)?.key;
  const below = useNewBelow(items, unreadKey, scroll.atEnd);
  const retry = useCallback(() => void calls.loadOlder().catch(() => undefined), [calls]);
  const keep = useKeptElements();
  const kept = keptRows(
    active < 0 ? items.length - 1 : active,
    items.length,
    scroll.atEnd ? scroll.list.current : null,
  );
  return (
    <div className={styles.place}>
      <MarkRead items={items} atEnd={scroll.atEnd} calls={calls} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys bubble here from the focused message. */}
      <div className={styles.scroller} ref={scroll.scroller} onKeyDown={keys} data-timeline>
        <div className={styles.spacer} />
        {!(timeline.threadId && !timeline.hasOlder && !timeline.error) && (
          <Beginning hasOlder={timeline.hasOlder} error={timeline.error} room={room} onRetry={retry} />
        )}
        <Virtualizer
          ref={scroll.list}
          data={items}
          shift={shape.shift}
          startMargin={timeline.threadId && !timeline.hasOlder && !timeline.error ? 0 : START_PX}
          bufferSize={BUFFER_PX}
          as={Messages}
          item="li"
          keepMounted={kept}
          onScroll={scroll.onScroll}
          onResize={scroll.onResize}
        >
          {(item) =>
            keep(
              item,
              <TimelineRow
                key={item.key}
                item={item}
                tabStop={item.key === tabStop}
                flash={flashed !== null && shows(item, flashed)}
                unread={item.key === unreadKey}
                last={item.key === lastKey}
              />,
            )
          }
        </Virtualizer>
        <div className={styles.end} />
      </div>
      {timeline.unreadAbove && (
        <div className={styles.firstUnread}>
          <Button
            size="sm"
            className={styles.newestButton}
            icon={IconArrowUp}
            onPress={() => timeline.unreadAbove && jumpTo(timeline.unreadAbove)}
          >
            {more('firstUnread')}
          </Button>
        </div>
      )}
      {(!scroll.atEnd || timeline.hasNewer) && (
        <div className={styles.newest}>
          <Button size="sm" className={styles.newestButton} icon={IconArrowDown} onPress={scroll.toEnd}>
            {below > 0 ? t('timeline.newBelow', { count: below }) : t('timeline.toNewest')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The list of the virtualiser, named for screen readers. */
function Messages(props: ComponentProps<'ul'>) {
  const { t } = useTranslation('chats');
  return <ul {...props} style={pressable(props.style)} aria-label={t('timeline.label')} />;
}

const FLASH_MS = 2000;

/** The message that was jumped to is lit up for a moment. */
function useFlash(focus: Timeline['focus']): string | null {
  const [flashed, setFlashed] = useState<string | null>(null);
  useEffect(() => {
    if (!focus) return;
    setFlashed(focus.eventId);
    const timer = setTimeout(() => setFlashed(null), FLASH_MS);
    return () => clearTimeout(timer);
  }, [focus]);
  return flashed;
}

/** The line stands where it was when the chat was opened; messages that arrive before one's eyes get none. */
function useUnreadLine(items: readonly TimelineItem[], atEnd: boolean): string | null {
  const lookedAt = useLookedAt();
  const key = useMemo(() => items.find((item) => item.startsUnread)?.key ?? null, [items]);
  const [line, setLine] = useState<{ known: string | null; shown: string | null }>({ known: key, shown: key });
  if (line.known === key) return line.shown;
  const next = { known: key, shown: lookedAt && atEnd ? null : key };
  setLine(next);
  return next.shown;
}

/** Messages of others below what was last seen at the end; after opening, from the line "new" on. */
function useNewBelow(items: readonly TimelineItem[], unreadKey: string | null, atEnd: boolean): number {
  const [seen, setSeen] = useState<string | null>(null);
  const last = items.at(-1)?.key ?? null;
  if (atEnd && seen !== last) setSeen(last);
  if (atEnd) return 0;
  const from =
    seen === null ? items.findIndex(({ key }) => key === unreadKey) : items.findIndex(({ key }) => key === seen) + 1;
  if (from < 0 || (from === 0 && seen !== null)) return 0;
  return items.slice(from).filter((item) => !item.mine && item.type !== 'state').length;
}
