// SPDX-License-Identifier: EUPL-1.2
// The end of a chat is followed while it grows, and left by the reader only.
import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Timeline } from '@/engine/rpc/protocol';
import type { TimelineCalls } from '@/engine/rpc/react';
import { useTimelineScroll } from './useTimelineScroll';

const timeline = { items: [], hasNewer: false, hasOlder: false, focus: null, error: null } as unknown as Timeline;

/** What the browser keeps of a scrolled box: the end is as far as one can go. */
function box(clientHeight: number, scrollHeight: number) {
  let top = 0;
  return {
    clientHeight,
    scrollHeight,
    get scrollTop() {
      return top;
    },
    set scrollTop(wanted: number) {
      top = Math.min(wanted, this.scrollHeight - this.clientHeight);
    },
  };
}

function follow() {
  const { result } = renderHook(() => useTimelineScroll(timeline, 0, {} as TimelineCalls));
  const scroller = box(600, 1000);
  result.current.scroller.current = scroller as unknown as HTMLDivElement;
  act(() => result.current.toEnd());
  act(() => result.current.onScroll());
  return { scroller, state: result };
}

test('a message that turns out larger than it was thought to be does not push the reader from the end', () => {
  const { scroller, state } = follow();
  expect([state.current.atEnd, scroller.scrollTop]).toEqual([true, 400]);
  scroller.scrollHeight = 1300;
  act(() => state.current.onScroll());
  expect([state.current.atEnd, scroller.scrollTop]).toEqual([true, 700]);
});

test('a reader who goes up leaves the end, and comes back to it', () => {
  const { scroller, state } = follow();
  scroller.scrollTop = 200;
  act(() => state.current.onScroll());
  expect(state.current.atEnd).toBe(false);
  scroller.scrollHeight = 1300;
  act(() => state.current.onScroll());
  expect([state.current.atEnd, scroller.scrollTop]).toEqual([false, 200]);
  scroller.scrollTop = 690;
  act(() => state.current.onScroll());
  expect(state.current.atEnd).toBe(true);
});
