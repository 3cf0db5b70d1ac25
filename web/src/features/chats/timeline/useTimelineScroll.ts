// SPDX-License-Identifier: EUPL-1.2
// Where the timeline stands: at the newest message, at a jump target, or where the reader left it.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Timeline } from '@/engine/rpc/protocol';
import type { TimelineCalls } from '@/engine/rpc/react';
import { shows } from './runs';
import { appended } from './window';

/** Closer to the end than this counts as "at the end". */
const END_PX = 60;
/** Older and newer messages are fetched when this little is left. */
const AHEAD_PX = 900;

export interface TimelineScroll {
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  atEnd: boolean;
  onScroll(): void;
  onResize(): void;
  toEnd(): void;
  show(index: number, align: 'center' | 'nearest'): void;
}

export function useTimelineScroll(timeline: Timeline, epoch: number, calls: TimelineCalls): TimelineScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [atEnd, setAtEnd] = useState(true);
  const follows = useRef(true);
  const lastTop = useRef(0);
  const latest = useRef({ timeline, calls });
  useLayoutEffect(() => {
    latest.current = { timeline, calls };
  });

  const pinToEnd = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    const wentUp = element.scrollTop < lastTop.current;
    lastTop.current = element.scrollTop;
    if (follows.current && below >= END_PX && !wentUp && !latest.current.timeline.hasNewer) {
      // It is the page that grew, not the reader who left.
      pinToEnd();
      return;
    }
    follows.current = below < END_PX && !latest.current.timeline.hasNewer;
    setAtEnd(follows.current);
    fetchAhead(latest.current, element.scrollTop, below);
  }, [pinToEnd]);

  const onResize = useCallback(() => {
    if (follows.current) pinToEnd();
  }, [pinToEnd]);

  useOpeningPlace(timeline, epoch, { list, pinToEnd, follows, measure });

  const shown = useRef(timeline.items);
  useLayoutEffect(() => {
    // What one has just sent is shown wherever one was reading.
    if (appended(shown.current, timeline.items).some(isFreshEcho)) follows.current = !timeline.hasNewer;
    shown.current = timeline.items;
    if (follows.current) pinToEnd();
  }, [timeline.items, timeline.hasNewer, pinToEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a short page may need the next one at once.
  useEffect(() => {
    const frame = requestAnimationFrame(measure);
    return () => cancelAnimationFrame(frame);
  }, [timeline.items.length, timeline.hasNewer, measure]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(onResize);
    observer.observe(element);
    return () => observer.disconnect();
  }, [onResize]);

  const toEnd = useCallback(() => {
    follows.current = true;
    const { timeline: now, calls: of } = latest.current;
    if (now.hasNewer) void of.jumpToNewest();
    else pinToEnd();
    setAtEnd(true);
  }, [pinToEnd]);

  const show = useCallback((index: number, align: 'center' | 'nearest') => {
    follows.current = follows.current && index === latest.current.timeline.items.length - 1;
    list.current?.scrollToIndex(index, { align });
  }, []);

  return { scroller, list, atEnd, onScroll: measure, onResize, toEnd, show };
}

function isFreshEcho(item: Timeline['items'][number]): boolean {
  return item.type === 'message' && item.mine && item.send.state !== 'sent';
}

function fetchAhead({ timeline, calls }: { timeline: Timeline; calls: TimelineCalls }, above: number, below: number) {
  if (timeline.error) return;
  if (above < AHEAD_PX && timeline.hasOlder && !timeline.loadingOlder) void calls.loadOlder().catch(() => undefined);
  if (below < AHEAD_PX && timeline.hasNewer && !timeline.loadingNewer) void calls.loadNewer().catch(() => undefined);
}

interface Place {
  list: RefObject<VirtualizerHandle | null>;
  follows: RefObject<boolean>;
  pinToEnd(): void;
  measure(): void;
}

/** At every new place: the jump target, else the first unread message, else the end. */
function useOpeningPlace(timeline: Timeline, epoch: number, { list, pinToEnd, follows, measure }: Place): void {
  const { items, focus } = timeline;
  const placed = useRef('');
  const place = `${epoch} ${focus?.nonce ?? 0}`;
  useLayoutEffect(() => {
    if (placed.current === place || items.length === 0) return;
    const first = placed.current === '' && epoch === 0;
    placed.current = place;
    const target = focus ? items.findIndex((item) => shows(item, focus.eventId)) : -1;
    const unread = first ? items.findIndex((item) => item.startsUnread) : -1;
    if (target >= 0) {
      follows.current = false;
      list.current?.scrollToIndex(target, { align: 'center' });
    } else if (unread >= 0) {
      follows.current = false;
      list.current?.scrollToIndex(unread, { align: 'start', offset: -48 });
    } else {
      follows.current = !timeline.hasNewer;
      pinToEnd();
    }
    const frame = requestAnimationFrame(measure);
    return () => cancelAnimationFrame(frame);
  }, [place, epoch, items, focus, timeline.hasNewer, list, pinToEnd, follows, measure]);
}
