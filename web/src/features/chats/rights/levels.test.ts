// SPDX-License-Identifier: EUPL-1.2
// Which choices a person has for a right.
import { expect, test } from 'vitest';
import { details } from '../testing';
import { choicesFor, shownRights, whoOf } from './levels';

const moderator = (changes = {}) =>
  details({ myPower: 50, myRights: { ...details().myRights, changeRoles: true }, ...changes });

test('levels are told in words', () => {
  expect([0, -1, 50, 100, 25].map(whoOf)).toEqual(['everybody', 'everybody', 'moderators', 'administrators', 'custom']);
});

test('nobody gives what they do not have, or takes what is above them', () => {
  expect(choicesFor(moderator(), { id: 'pin', level: 50 })).toEqual(['everybody', 'moderators']);
  expect(choicesFor(moderator(), { id: 'pin', level: 100 })).toEqual([]);
  expect(choicesFor(details({ myPower: 100 }), { id: 'pin', level: 50 })).toEqual([]);
});

test('replies stand apart only in channels', () => {
  const ids = (post: number) =>
    shownRights(
      details({
        rights: [
          { id: 'post', level: post },
          { id: 'reply', level: 0 },
        ],
      }),
    ).map(({ id }) => id);
  expect(ids(50)).toEqual(['post', 'reply']);
  expect(ids(0)).toEqual(['post']);
});
