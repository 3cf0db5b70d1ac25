// SPDX-License-Identifier: EUPL-1.2
// Keys of the timeline: between messages, into the controls of one, and back to the message field.
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';
import type { TimelineItem } from '@/engine/rpc/protocol';
import { useShortcut } from '@/shared/shortcuts';
import { useTimelineActions } from './actions';
import type { TimelineScroll } from './useTimelineScroll';
import { neighbourKey } from './window';

export const ROW = '[data-row]';
const CONTROLS = 'a[href], button:not([disabled]), [data-control]';
const PAGE = 10;

interface Keys {
  items: readonly TimelineItem[];
  /** The message that Tab reaches. */
  tabStop: string | null;
  scroll: TimelineScroll;
  onLeave(): void;
}

const STEPS: Record<string, number> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -PAGE,
  PageDown: PAGE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

export function useTimelineKeys(keys: Keys): (event: KeyboardEvent) => void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  const move = useMove(latest);
  useMessageShortcuts(latest, move);
  return useCallback(
    (event: KeyboardEvent) => {
      if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = event.target.closest<HTMLElement>(ROW);
      if (!row) return;
      const handled = event.target === row ? onRow(event, row, move, latest.current) : insideRow(event, row);
      if (handled) event.preventDefault();
    },
    [move],
  );
}

type Move = (step: number) => void;
type Latest = { current: Keys };

function useMove(latest: Latest): Move {
  const { activate } = useTimelineActions();
  return useCallback(
    (step: number) => {
      const { items, tabStop, scroll } = latest.current;
      const focused = document.activeElement?.closest(ROW) !== null;
      const key = focused ? neighbourKey(items, tabStop, step) : tabStop;
      if (key === null) return;
      activate(key);
      scroll.show(
        items.findIndex((item) => item.key === key),
        'nearest',
      );
      requestAnimationFrame(() => focusRow(scroll.scroller.current, key));
    },
    [activate, latest],
  );
}

function focusRow(root: HTMLElement | null, key: string): void {
  root?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

function onRow(event: KeyboardEvent, row: HTMLElement, move: Move, { onLeave }: Keys): boolean {
  const step = STEPS[event.key];
  if (step !== undefined) move(step);
  else if (event.key === 'Enter') return enter(row);
  else if (event.key === 'Escape') onLeave();
  else return false;
  return true;
}

function enter(row: HTMLElement): boolean {
  const [first] = controlsOf(row);
  first?.focus();
  return first !== undefined;
}

function controlsOf(row: HTMLElement): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(CONTROLS)].filter((control) => control.getClientRects().length > 0);
}

const INSIDE: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function insideRow(event: KeyboardEvent, row: HTMLElement): boolean {
  if (event.key === 'Escape') {
    row.focus();
    return true;
  }
  const step = INSIDE[event.key];
  if (step === undefined) return false;
  const controls = controlsOf(row);
  const at = controls.indexOf(event.target as HTMLElement);
  controls[(at + step + controls.length) % controls.length]?.focus();
  return true;
}

/** Letters act on the message that has the focus. */
function useMessageShortcuts(latest: Latest, move: Move): void {
  const actions = useTimelineActions();
  const focused = (): TimelineItem | undefined => {
    const scroller = latest.current.scroll.scroller.current;
    const row = document.activeElement?.closest<HTMLElement>(ROW);
    const key = row && scroller?.contains(row) ? row.dataset.row : undefined;
    return latest.current.items.find((item) => item.key === key);
  };
  /** Of two timelines on the page the focused one moves; without a focus the main one. */
  const moveHere = (step: number) => {
    const scroller = latest.current.scroll.scroller.current;
    const focusedIn = document.activeElement?.closest('[data-timeline]') ?? document.querySelector('[data-timeline]');
    return focusedIn === scroller ? move(step) : false;
  };
  useShortcut('nextMessage', () => moveHere(1));
  useShortcut('previousMessage', () => moveHere(-1));
  useShortcut('reply', () => {
    const item = focused();
    if (item?.type !== 'message' || !item.can.reply || !item.eventId) return false;
    return actions.reply(item);
  });
  useShortcut('thread', () => {
    const item = focused();
    if (actions.threadId || item?.type !== 'message' || !item.can.thread || !item.eventId) return false;
    return actions.openThread(item.eventId);
  });
  useShortcut('edit', () => {
    const item = focused();
    return item?.type === 'message' && item.can.edit ? actions.edit(item) : false;
  });
  useShortcut('react', () => {
    const item = focused();
    const row = document.activeElement?.closest(ROW);
    if (item?.type !== 'message' || !item.can.react || !row) return false;
    const box = row.getBoundingClientRect();
    return actions.openReactions(item, { x: box.left + 64, y: Math.min(box.bottom, innerHeight - 24) });
  });
}
