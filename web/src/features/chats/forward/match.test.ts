// SPDX-License-Identifier: EUPL-1.2
// Chats that are offered for forwarding.
import { expect, test } from 'vitest';
import { summary } from '../testing';
import { matchChats } from './match';

const rooms = [
  summary('a', { name: 'Budget 2027' }),
  summary('b', { name: 'Anna Sokolova' }),
  summary('c', { name: 'Saved messages', saved: true }),
  summary('d', { name: 'Budget committee', membership: 'invite' }),
];
const names = (typed: string) => matchChats(rooms, typed).map(({ name }) => name);

test('saved messages come first, and invitations are no chats yet', () => {
  expect(names('')).toEqual(['Saved messages', 'Budget 2027', 'Anna Sokolova']);
});

test('every typed word begins a word of the name', () => {
  expect(names('sok an')).toEqual(['Anna Sokolova']);
  expect(names('okolova')).toEqual([]);
});
