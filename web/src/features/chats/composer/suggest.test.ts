// SPDX-License-Identifier: EUPL-1.2
// Who and which emoji are offered while typing, and which addresses may be links.
import { expect, test } from 'vitest';
import { rank } from '@/shared/emoji/data';
import { readAddress } from './LinkDialog';
import { matchPeople, type PersonChoice } from './suggest';

const person = (label: string): PersonChoice => ({
  kind: 'person',
  id: `@${label.split(' ')[0]?.toLowerCase()}:test`,
  label,
  avatar: null,
  hint: '',
});
const people = [person('Petrov Igor'), person('Игнатьева Мария'), person('Igorev Pavel'), person('Anna Sokolova')];

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
