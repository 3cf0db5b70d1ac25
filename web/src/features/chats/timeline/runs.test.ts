// SPDX-License-Identifier: EUPL-1.2
// Changes in a row become one line; days and messages end it.
import { expect, test } from 'vitest';
import type { StateItem, TimelineItem } from '@/engine/rpc/protocol';
import { anna, message } from '../testing';
import { collapseChanges, isRun, shows } from './runs';

function change(key: string, changes: Partial<StateItem> = {}): StateItem {
  const { key: _key, eventId, sender, at, mine, continues, startsDay, startsUnread, readBy, thread } = message(key, '');
  const base = { key, eventId, sender, at, mine, continues, startsDay, startsUnread, readBy, thread };
  return { ...base, type: 'state', change: { what: 'joined', person: anna }, ...changes };
}
const keys = (items: TimelineItem[]) => items.map(({ key }) => key);

test('three changes are one line, two stay two', () => {
  const items = [change('a'), change('b'), change('c'), message('m', 'x'), change('d'), change('e')];
  const shown = collapseChanges(items);
  expect(keys(shown)).toEqual(['a', 'm', 'd', 'e']);
  expect(shown.map(isRun)).toEqual([true, false, false, false]);
});

test('a new day and the end of the chat stand alone', () => {
  const replaced = change('end', { change: { what: 'room_replaced', successorRoomId: '!new' } });
  const items = [change('a'), change('b'), change('c', { startsDay: true }), change('d'), change('e'), replaced];
  expect(keys(collapseChanges(items))).toEqual(['a', 'b', 'c', 'end']);
});

test('an unchanged run is the same object, a grown one is not', () => {
  const items = [change('a'), change('b'), change('c')];
  const [before] = collapseChanges(items);
  expect(collapseChanges([...items])[0]).toBe(before);
  expect(collapseChanges([...items, change('d')])[0]).not.toBe(before);
});

test('a jump into a run finds its line', () => {
  const [run] = collapseChanges([change('a'), change('b'), change('c')]);
  expect(run && shows(run, '$b')).toBe(true);
  expect(run && shows(run, '$z')).toBe(false);
});
