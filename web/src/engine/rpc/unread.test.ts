// SPDX-License-Identifier: EUPL-1.2
// What counts as unread, and what of it the badges tell.
import { expect, test } from 'vitest';
import { badgeOf, type Countable, isArchived, isUnread, readPosition, totalsOf } from './unread';

const room = (changes: Partial<Countable> = {}): Countable => ({
  membership: 'join',
  unread: 0,
  highlights: 0,
  markedUnread: false,
  alerts: 'all',
  archived: false,
  ...changes,
});

test('reading goes on after the receipt or the own newest message, whichever is later', () => {
  const events = ['a', 'b', 'c', 'd'].map((id) => ({ id, sender: id === 'c' ? '@me' : '@other' }));
  expect(readPosition(events, 'a', '@me')).toBe(2);
  expect(readPosition(events, 'd', '@me')).toBe(3);
  expect(readPosition(events, 'gone', '@nobody')).toBe(-1);
  expect(readPosition([{ id: undefined, sender: '@other' }], null, '@me')).toBe(-1);
});

test('a chat is unread by messages or by a mark, an invitation is neither', () => {
  expect(isUnread(room())).toBe(false);
  expect(isUnread(room({ unread: 1, alerts: 'mute' }))).toBe(true);
  expect(isUnread(room({ markedUnread: true }))).toBe(true);
  expect(isUnread(room({ membership: 'invite', unread: 3 }))).toBe(false);
});

test.each([
  ['every message', { unread: 5, highlights: 1 }, 5],
  ['mentions only', { unread: 5, highlights: 1, alerts: 'mentions' }, 1],
  ['muted', { unread: 5, highlights: 1, alerts: 'mute' }, 0],
  ['archived', { unread: 5, highlights: 2, archived: true }, 2],
  ['marked by hand', { markedUnread: true }, 1],
  ['marked and muted', { markedUnread: true, alerts: 'mute' }, 1],
  ['marked with messages', { markedUnread: true, unread: 4 }, 4],
  ['an invitation', { membership: 'invite', unread: 1 }, 0],
] as const)('the badge of a chat: %s', (_name, changes, count) => {
  expect(badgeOf(room(changes))).toBe(count);
});

test('totals are the sums of the badges', () => {
  const rooms = [room({ unread: 2, highlights: 1 }), room({ unread: 7, highlights: 3, alerts: 'mute' })];
  expect(totalsOf(rooms)).toEqual({ totalUnread: 2, totalHighlights: 1 });
});

test('an archived chat comes back for a mention', () => {
  expect(isArchived(room({ archived: true, unread: 4 }))).toBe(true);
  expect(isArchived(room({ archived: true, unread: 4, highlights: 1 }))).toBe(false);
});
