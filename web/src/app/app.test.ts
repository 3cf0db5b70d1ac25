// SPDX-License-Identifier: EUPL-1.2
// Small decisions of the shell: regions, palette queries, notification groups, addresses after login.
import { expect, test } from 'vitest';
import type { NotificationItem } from '@/engine/rpc/protocol';
import { concernsMe, groupByRoom } from './notifications/NotificationCentre';
import { roomAddress } from './notifications/useSystemNotifications';
import { parseQuery } from './palette/usePaletteItems';
import { neighbour } from './regions';
import { safeNext } from './router';
import { placeOf, titleOf } from './shell/usePageTitle';

test.each([
  ['>theme', 'commands', 'theme'],
  ['@ anna', 'people', 'anna'],
  ['#plan', 'chats', 'plan'],
  ['plain', null, 'plain'],
])('%s looks in %s for %s', (typed, scope, text) => {
  expect(parseQuery(typed)).toEqual({ scope, text });
});

test.each([
  ['/chats/!a:office.example?at=1', '/chats/!a:office.example?at=1'],
  ['https://elsewhere.example/', undefined],
  ['//elsewhere.example/chats', undefined],
  ['/\\elsewhere.example', undefined],
  ['/login?next=%2Fchats', undefined],
  [42, undefined],
])('after a login %s leads to %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

function region(): HTMLElement {
  const element = document.createElement('section');
  element.append(document.createElement('button'));
  document.body.append(element);
  return element;
}

test('F6 goes round the regions in both directions', () => {
  const regions = [region(), region(), region()];
  const [first, second, third] = regions;
  expect(neighbour(regions, first?.firstElementChild ?? null, 1)).toBe(second);
  expect(neighbour(regions, third?.firstElementChild ?? null, 1)).toBe(first);
  expect(neighbour(regions, first?.firstElementChild ?? null, -1)).toBe(third);
  expect(neighbour(regions, document.body, 1)).toBe(first);
});

test('F6 leaves a region inside of another', () => {
  const [outer, inner, next] = [region(), region(), region()];
  outer.append(inner);
  expect(neighbour([outer, inner, next], inner.firstElementChild, 1)).toBe(next);
  expect(neighbour([outer, inner, next], inner.firstElementChild, -1)).toBe(outer);
});

const item = (key: string, roomId: string, type: NotificationItem['type']): NotificationItem => ({
  key,
  type,
  roomId,
  roomName: roomId,
  eventId: `$${key}`,
  threadId: null,
  sender: null,
  kind: 'text',
  text: '',
  at: 0,
  unread: true,
});

test('notifications of one chat stand together, newest chat first', () => {
  const items = [item('1', '!b', 'mention'), item('2', '!a', 'message'), item('3', '!b', 'message')];
  expect(groupByRoom(items).map((group) => [group.roomId, group.items.map(({ key }) => key)])).toEqual([
    ['!b', ['1', '3']],
    ['!a', ['2']],
  ]);
  expect(items.filter(concernsMe).map(({ key }) => key)).toEqual(['1']);
});

test('a notification opens its chat at its message', () => {
  expect(roomAddress({ roomId: '!a:office.example', eventId: '$e/1', threadId: null })).toBe(
    '/chats/!a%3Aoffice.example?at=%24e%2F1',
  );
  expect(roomAddress({ roomId: '!a', eventId: '$e', threadId: '$root' })).toBe('/chats/!a?thread=%24root&at=%24e');
});

test.each([
  ['/chats/!a:office.example', 'chats'],
  ['/settings/devices', 'settings'],
  ['/login', null],
])('%s belongs to %s', (address, place) => {
  expect(placeOf(address)).toBe(place);
});

test.each([
  ['Chats', 'Planning', 3, '(3) Planning · Chats · Chancery'],
  ['Home', null, 0, 'Home · Chancery'],
  ['Chats', null, 250, '(99+) Chats · Chancery'],
])('the tab of %s and %s with %i unread', (place, detail, unread, title) => {
  expect(titleOf(place, detail, unread)).toBe(title);
});
