// SPDX-License-Identifier: EUPL-1.2
// Changes in a row become one line; days and messages end it.
import { expect, test } from 'vitest';
import type { StateItem, TimelineItem, UndecryptableItem } from '@/engine/rpc/protocol';
import { anna, message } from '../testing';
import { collapseRuns, isLockedRun, isRun, shows } from './runs';

function change(key: string, changes: Partial<StateItem> = {}): StateItem {
  const { key: _key, eventId, sender, at, mine, continues, startsDay, startsUnread, readBy, thread } = message(key, '');
  const base = { key, eventId, sender, at, mine, continues, startsDay, startsUnread, readBy, thread };
  return { ...base, type: 'state', change: { what: 'joined', person: anna }, ...changes };
}
const keys = (items: TimelineItem[]) => items.map(({ key }) => key);

test('three changes are one line, two stay two', () => {
  const items = [change('a'), change('b'), change('c'), message('m', 'x'), change('d'), change('e')];
  const shown = collapseRuns(items);
  expect(keys(shown)).toEqual(['a', 'm', 'd', 'e']);
  expect(shown.map(isRun)).toEqual([true, false, false, false]);
});

test('a new day and the end of the chat stand alone', () => {
  const replaced = change('end', { change: { what: 'room_replaced', successorRoomId: '!new' } });
  const items = [change('a'), change('b'), change('c', { startsDay: true }), change('d'), change('e'), replaced];
  expect(keys(collapseRuns(items))).toEqual(['a', 'b', 'c', 'end']);
});

test('what stands for a message is never folded away', () => {
  const unknown = change('u', { change: { what: 'unknown' } });
  const items = [change('a'), change('b'), change('c'), unknown, unknown, unknown, change('d'), change('e')];
  expect(keys(collapseRuns(items))).toEqual(['a', 'u', 'u', 'u', 'd', 'e']);
});

test('an unchanged run is the same object, a grown one is not', () => {
  const items = [change('a'), change('b'), change('c')];
  const [before] = collapseRuns(items);
  expect(collapseRuns([...items])[0]).toBe(before);
  expect(collapseRuns([...items, change('d')])[0]).not.toBe(before);
});

test('a jump into a run finds its line', () => {
  const [run] = collapseRuns([change('a'), change('b'), change('c')]);
  expect(run && shows(run, '$b')).toBe(true);
  expect(run && shows(run, '$z')).toBe(false);
});

function locked(key: string, changes: Partial<UndecryptableItem> = {}): UndecryptableItem {
  const { eventId, sender, at, mine, continues, startsDay, startsUnread, readBy, thread } = message(key, '');
  const base = { key, eventId, sender, at, mine, continues, startsDay, startsUnread, readBy, thread };
  return { ...base, type: 'undecryptable', cause: 'device_not_verified', mayRecover: false, ...changes };
}

test('messages locked for one cause fold, up to the first unread one', () => {
  const withdrawn = locked('w', { cause: 'damaged' });
  const items = [locked('a'), locked('b'), locked('c'), withdrawn, withdrawn, withdrawn, message('m', 'x')];
  expect(keys(collapseRuns(items))).toEqual(['a', 'w', 'w', 'w', 'm']);
  const unread = [locked('a'), locked('b'), locked('c', { startsUnread: true }), locked('d'), locked('e')];
  const shown = collapseRuns(unread);
  expect(shown.map(isLockedRun)).toEqual([false, false, true]);
  expect(shown.some((item) => shows(item, '$e'))).toBe(true);
});
