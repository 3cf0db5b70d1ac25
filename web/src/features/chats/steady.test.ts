// SPDX-License-Identifier: EUPL-1.2
// Typing alone does not draw the conversation anew.
import { expect, test } from 'vitest';
import { sameBut } from './steady';
import { anna, details } from './testing';

test('people who type change nothing, a new name does', () => {
  const before = details();
  expect(sameBut(before, { ...before, typing: [anna] }, ['typing'])).toBe(true);
  expect(sameBut(before, { ...before, name: 'Other', typing: [anna] }, ['typing'])).toBe(false);
  expect(sameBut(before, { ...before, typing: [anna] }, [])).toBe(false);
});
