// SPDX-License-Identifier: EUPL-1.2
// One tab stop for a virtualised list: arrows, Home, End, pages and letters move it, Enter acts on its row.
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import type { VirtualizerHandle } from 'virtua';
import { moved, useTyped } from './moves';

interface Rows<T> {
  items: readonly T[];
  keyOf(item: T): string;
  textOf(item: T): string;
  onAction(key: string): void;
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<VirtualizerHandle | null>;
}

export interface RovingRows {
  tabStop: string | null;
  /** Rows that stay in the document wherever the list is scrolled to. */
  kept: number[];
  onKeyDown(event: KeyboardEvent): void;
  onFocus(event: FocusEvent): void;
}

/** The key of the row in which something stands. */
export function keyOfRow(target: EventTarget | null): string | null {
  return (target as Element | null)?.closest?.<HTMLElement>('[role="row"]')?.dataset.key ?? null;
}

export function useRovingRows<T>(rows: Rows<T>): RovingRows {
  const [active, setActive] = useState<string | null>(null);
  const latest = useRef(rows);
  latest.current = rows;
  const { items, keyOf } = rows;
  const index = items.findIndex((item) => keyOf(item) === active);
  const first = items[0];
  const tabStop = index >= 0 ? active : first === undefined ? null : keyOf(first);
  const typed = useTyped();

  const goTo = useCallback((place: number) => {
    const { items: now, keyOf: key, list } = latest.current;
    const item = now[place];
    if (item === undefined) return;
    // The row has to be there before it can take the focus.
    flushSync(() => setActive(key(item)));
    list.current?.scrollToIndex(place, { align: 'nearest' });
    focusRow(latest.current.scroller.current, key(item));
  }, []);
  useNeighbourOfLost(rows, index, active, goTo);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const { items: now, keyOf: key, textOf, onAction } = latest.current;
      const here = keyOfRow(event.target);
      if (here === null || event.altKey || event.metaKey || event.ctrlKey) return;
      if (event.key === 'Enter' || (event.key === ' ' && !typed.current)) {
        event.preventDefault();
        return onAction(here);
      }
      const from = now.findIndex((item) => key(item) === here);
      const page = pageOf(event.currentTarget);
      const to = moved(event.key, from, now.length, page) ?? typed.find(event.key, from, now.map(textOf));
      if (to === null) return;
      event.preventDefault();
      goTo(to);
    },
    [goTo, typed],
  );
  const onFocus = useCallback(({ target }: FocusEvent) => {
    const key = keyOfRow(target);
    if (key !== null) setActive(key);
    // The list itself was focused, e.g. by a jump between regions.
    else if (target === latest.current.scroller.current) target.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, []);
  return { tabStop, kept: index >= 0 ? [index] : items.length > 0 ? [0] : [], onKeyDown, onFocus };
}

function focusRow(scroller: HTMLElement | null, key: string): void {
  scroller?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

function pageOf(scroller: Element): number {
  const row = scroller.querySelector('[role="row"]')?.getBoundingClientRect().height ?? 0;
  return row > 0 ? Math.max(1, Math.floor(scroller.clientHeight / row) - 1) : 1;
}

/** The focus of a row that left the list goes to the one in its place. */
function useNeighbourOfLost<T>(
  { items, scroller }: Rows<T>,
  index: number,
  active: string | null,
  goTo: (place: number) => void,
): void {
  const last = useRef({ index: -1, focused: false });
  useLayoutEffect(() => {
    if (active !== null && index < 0 && last.current.focused && document.activeElement === document.body) {
      queueMicrotask(() => goTo(Math.min(last.current.index, items.length - 1)));
    }
    const focused = index >= 0 && scroller.current?.contains(document.activeElement) === true;
    if (index >= 0) last.current = { index, focused };
  });
}
