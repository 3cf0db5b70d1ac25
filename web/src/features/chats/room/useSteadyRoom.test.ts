// SPDX-License-Identifier: EUPL-1.2
// Typing alone does not draw the conversation anew.
import { expect, test } from 'vitest';
import { anna, details } from '../testing';
import { sameButTyping } from './useSteadyRoom';

test('people who type change nothing, a new name does', () => {
  const before = details();
  expect(sameButTyping(before, { ...before, typing: [anna] })).toBe(true);
  expect(sameButTyping(before, { ...before, name: 'Other' })).toBe(false);
});
