// SPDX-License-Identifier: EUPL-1.2
// A click on an answer votes, changes the vote or takes it back.
import { expect, test } from 'vitest';
import { givenAnswers, hasTwins, share, voteAfter } from './pollForm';

const poll = (most: number, mine: string[]) => ({
  most,
  answers: ['a', 'b', 'c'].map((id) => ({
    id,
    text: id,
    count: 0,
    voters: [],
    mine: mine.includes(id),
    leads: false,
  })),
});

test('with one choice the new answer replaces the old one, and the same one is taken back', () => {
  expect(voteAfter(poll(1, []), 'a')).toEqual(['a']);
  expect(voteAfter(poll(1, ['a']), 'b')).toEqual(['b']);
  expect(voteAfter(poll(1, ['b']), 'b')).toEqual([]);
});

test('with several choices answers are added up to the limit', () => {
  expect(voteAfter(poll(2, ['a']), 'b')).toEqual(['a', 'b']);
  expect(voteAfter(poll(2, ['a', 'b']), 'c')).toEqual(['a', 'b']);
  expect(voteAfter(poll(2, ['a', 'b']), 'a')).toEqual(['b']);
});

test('empty lines are no answers, and twins are found whatever their case', () => {
  expect(givenAnswers([' Yes ', '', 'No'])).toEqual(['Yes', 'No']);
  expect(hasTwins(['Yes', 'yes'])).toBe(true);
  expect(hasTwins(['Yes', 'No'])).toBe(false);
});

test('shares are of the people who voted', () => {
  expect(share(1, 3)).toBe(33);
  expect(share(0, 0)).toBe(0);
});
