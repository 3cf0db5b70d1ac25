// SPDX-License-Identifier: EUPL-1.2
// Who and which emoji are offered while typing, and which addresses may be links.
import { expect, test } from 'vitest';
import { rank } from '@/shared/emoji/data';
import { readAddress } from './LinkDialog';
import { matchPeople, matchPosts, type PersonChoice } from './suggest';

const person = (label: string): PersonChoice => ({
  kind: 'person',
  id: `@${label.split(' ')[0]?.toLowerCase()}:test`,
  label,
  avatar: null,
  hint: '',
});
const people = [person('Petrov Igor'), person('Игнатьева Мария'), person('Igorev Pavel'), person('Anna Sokolova')];

test('a post is offered for each of its holders who is in the chat, under the name of the post', () => {
  const holders = [
    { user_id: '@anna:test', name: 'Anna Sokolova', post: 'Head of Procurement' },
    { user_id: '@stranger:test', name: 'A Stranger', post: 'Head of Procurement' },
    { user_id: '@igorev:test', name: 'Igorev Pavel', post: 'Clerk' },
  ];
  expect(matchPosts(people, holders, 'head of pro')).toEqual([
    { ...person('Anna Sokolova'), label: 'Head of Procurement', hint: 'Anna Sokolova', ofPost: true },
  ]);
  expect(matchPosts(people, holders, ' ')).toEqual([]);
});

test('a first word that fits comes before a second one', () => {
  expect(matchPeople(people, 'ig').map(({ label }) => label)).toEqual(['Igorev Pavel', 'Petrov Igor']);
});

test('letters of any alphabet and case fit', () => {
  expect(matchPeople(people, 'мар').map(({ label }) => label)).toEqual(['Игнатьева Мария']);
  expect(matchPeople(people, 'nobody')).toEqual([]);
});

test('emoji are found by label and by tag, the label first', () => {
  const records = [
    { emoji: '🙂', label: 'slightly smiling face', tags: ['thumb'], version: 1 },
    { emoji: '👍', label: 'thumbs up', tags: ['+1'], version: 1 },
  ];
  expect(rank(records, 'Thumb', 5).map(({ emoji }) => emoji)).toEqual(['👍', '🙂']);
  expect(rank(records, 'zebra', 5)).toEqual([]);
});

test('only addresses of pages, mail and phones may be linked', () => {
  expect(readAddress('example.org/a')).toBe('https://example.org/a');
  expect(readAddress('mailto:a@example.org')).toBe('mailto:a@example.org');
  expect(readAddress('javascript:alert(1)')).toBeNull();
  expect(readAddress('  ')).toBeNull();
});
