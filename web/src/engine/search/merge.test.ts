// SPDX-License-Identifier: EUPL-1.2
// Pages out of two lists: nothing is lost, doubled or out of order.
import { expect, it } from 'vitest';
import { type Cursor, merge, START } from './merge';
import type { IndexedMessage } from './message';

const LIMIT = 3;
const SERVER_PAGE = 4;

function message(at: number): IndexedMessage {
  const place = { roomId: '!a', sender: '@a', threadId: null };
  return { eventId: `$${at}`, at, ...place, kind: 'text', text: '', fileName: null, size: null, version: 0 };
}

function pages(local: number[], server: number[], byTime = true): number[][] {
  const all: number[][] = [];
  for (let from: Cursor | null = START; from; ) {
    const mine = local.slice(from.local, from.local + LIMIT).map(message);
    const start = Number(from.token ?? 0);
    const end = start + SERVER_PAGE;
    const messages = from.serverDone ? [] : server.slice(start, end).map(message);
    const next = !from.serverDone && end < server.length ? String(end) : null;
    const localMore = from.local + mine.length < local.length;
    const halves = { local: mine, localMore, server: { messages, next, total: 0 } };
    const page = merge(from, halves, byTime, LIMIT);
    all.push(page.messages.map(({ at }) => at));
    from = page.next;
  }
  return all;
}

it.each([
  [
    [9, 5, 1],
    [8, 7, 6, 4, 3, 2, 0],
  ],
  [[], [8, 7, 6, 4, 3, 2, 0]],
  [[9, 8, 7, 6, 5, 4, 3, 2], []],
  [
    [9, 8, 7, 6, 5],
    [4, 3, 2, 1, 0],
  ],
  [[1], [9, 8, 7, 6]],
  [[], []],
])('%j and %j come newest first', (local, server) => {
  const wanted = [...local, ...server].toSorted((a, b) => b - a);
  expect(pages(local, server).flat()).toEqual(wanted);
});

it('takes turns by relevance', () => {
  expect(pages([1, 2], [11, 12], false).flat()).toEqual([1, 11, 2, 12]);
});
