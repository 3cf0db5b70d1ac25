// SPDX-License-Identifier: EUPL-1.2
// Filters keep what people look for, and "next unread" goes round the list.
import { expect, test } from 'vitest';
import { summary } from '../testing';
import { asFilter, filterChats, nextUnread } from './filters';

const rooms = [
  summary('invite', { membership: 'invite' }),
  summary('favourite', { favourite: true }),
  summary('direct', { kind: 'direct', unread: 2 }),
  summary('mention', { unread: 1, highlights: 1 }),
  summary('marked', { markedUnread: true, alerts: 'mute' }),
  summary('read'),
  summary('away', { archived: true, unread: 3 }),
  summary('called', { archived: true, unread: 3, highlights: 1 }),
];
const ids = (list: { roomId: string }[]) => list.map(({ roomId }) => roomId);

test('every filter shows its chats and none shows invitations', () => {
  expect(ids(filterChats(rooms, 'all', null))).toEqual(['favourite', 'direct', 'mention', 'marked', 'read', 'called']);
  expect(ids(filterChats(rooms, 'unread', null))).toEqual(['direct', 'mention', 'marked', 'called']);
  expect(ids(filterChats(rooms, 'mentions', null))).toEqual(['mention', 'called']);
  expect(ids(filterChats(rooms, 'direct', null))).toEqual(['direct']);
  expect(ids(filterChats(rooms, 'rooms', null))).toEqual(['favourite', 'mention', 'marked', 'read', 'called']);
  expect(ids(filterChats(rooms, 'favourites', null))).toEqual(['favourite']);
  expect(ids(filterChats(rooms, 'archive', null))).toEqual(['away', 'called']);
});

test('the open chat stays although reading took it out of the filter, but not when it is archived', () => {
  expect(ids(filterChats(rooms, 'mentions', 'read'))).toEqual(['mention', 'read', 'called']);
  expect(ids(filterChats(rooms, 'favourites', 'away'))).toEqual(['favourite']);
});

test('next unread prefers mentions, then what the badges count, and goes round', () => {
  expect(nextUnread(rooms, null)?.roomId).toBe('mention');
  expect(nextUnread(rooms, 'mention')?.roomId).toBe('called');
  const quiet = [summary('muted', { unread: 1, alerts: 'mute' }), summary('loud', { unread: 1 })];
  expect(nextUnread(quiet, null)?.roomId).toBe('loud');
  expect(nextUnread([summary('only', { unread: 1 })], 'only')).toBeNull();
});

test('an unknown filter in the address means all', () => {
  expect(asFilter('mentions')).toBe('mentions');
  expect(asFilter('<script>')).toBe('all');
});
