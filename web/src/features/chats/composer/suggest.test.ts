// SPDX-License-Identifier: EUPL-1.2
// Who and which emoji are offered while typing, and which addresses may be links.
import { expect, test } from 'vitest';
import { rank } from '@/shared/emoji/data';
import { readAddress } from './LinkDialog';
import { matchPeople, matchPosts, type PersonChoice } from './suggest';
import { MOST_MENTIONED, matchTeams, offer } from './teams';

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
    { user_id: '@anna:test', name: 'Anna Sokolova', post: 'Head of Procurement', acting: true },
    { user_id: '@stranger:test', name: 'A Stranger', post: 'Head of Procurement', acting: false },
    { user_id: '@igorev:test', name: 'Igorev Pavel', post: 'Clerk', acting: false },
  ];
  expect(matchPosts(people, holders, 'head of pro', 'acting')).toEqual([
    {
      ...person('Anna Sokolova'),
      label: 'Head of Procurement',
      hint: 'Head of Procurement (acting)',
      holder: 'Anna Sokolova',
    },
  ]);
  expect(matchPosts(people, holders, ' ')).toEqual([]);
});

test('a team is found by any of its words, all teams by the word for teams', () => {
  const teams = ['Fisheries treaty', 'Budget', 'Ярмарка'].map((name, at) => ({ id: `team_${at}`, name }));
  expect(matchTeams(teams, 'trea', 'team').map(({ name }) => name)).toEqual(['Fisheries treaty']);
  expect(matchTeams(teams, 'ЯРМ', 'team').map(({ name }) => name)).toEqual(['Ярмарка']);
  expect(matchTeams(teams, 'team', 'team')).toEqual(teams);
  expect(matchTeams(teams, 'eaty', 'team')).toEqual([]);
});

test('a team reaches those of its people who are in the chat, but not a crowd', () => {
  const team = { id: 'team_1', name: 'Budget' };
  const [choice] = offer(team, ['@anna:test', '@absent:test'], people);
  expect(choice).toMatchObject({ kind: 'team', label: 'Budget', members: ['@anna:test'], tooLarge: false });
  expect(offer(team, ['@absent:test'], people)).toEqual([]);
  const crowd = Array.from({ length: MOST_MENTIONED + 1 }, (_, at) => person(`p${at} Person`));
  const all = crowd.map(({ id }) => id);
  expect(offer(team, all, crowd)[0]).toMatchObject({ members: [], tooLarge: true });
  expect(offer(team, all.slice(1), crowd)[0]).toMatchObject({ members: all.slice(1), tooLarge: false });
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
