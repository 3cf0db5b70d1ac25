// SPDX-License-Identifier: EUPL-1.2
// Filters keep what people look for, and "next unread" goes round the list.
import { expect, test } from 'vitest';
import { summary } from '../testing';
import { asFilter, filterChats, isUnread, nextUnread } from './filters';

const rooms = [
  summary('invite', { membership: 'invite' }),
  summary('favourite', { favourite: true }),
  summary('direct', { kind: 'direct', unread: 2 }),
  summary('mention', { unread: 1, highlights: 1 }),
  summary('marked', { markedUnread: true, muted: true }),
  summary('read'),
];
const ids = (list: { roomId: string }[]) => list.map(({ roomId }) => roomId);

test('a chat is unread by messages or by mark', () => {
  expect(ids(rooms.filter(isUnread))).toEqual(['direct', 'mention', 'marked']);
});

test('every filter shows its chats and none shows invitations', () => {
  expect(ids(filterChats(rooms, 'all', null))).toEqual(['favourite', 'direct', 'mention', 'marked', 'read']);
  expect(ids(filterChats(rooms, 'unread', null))).toEqual(['favourite', 'direct', 'mention', 'marked']);
  expect(ids(filterChats(rooms, 'mentions', null))).toEqual(['mention']);
  expect(ids(filterChats(rooms, 'direct', null))).toEqual(['direct']);
});

test('the open chat stays although reading took it out of the filter', () => {
  expect(ids(filterChats(rooms, 'mentions', 'read'))).toEqual(['mention', 'read']);
});

test('next unread prefers mentions, then chats that are not muted, and goes round', () => {
  expect(nextUnread(rooms, null)?.roomId).toBe('mention');
  expect(nextUnread(rooms, 'mention')?.roomId).toBe('direct');
  expect(nextUnread([summary('only', { unread: 1 })], 'only')).toBeNull();
});

test('an unknown filter in the address means all', () => {
  expect(asFilter('mentions')).toBe('mentions');
  expect(asFilter('<script>')).toBe('all');
});
