// SPDX-License-Identifier: EUPL-1.2
// Rows at the end stay, elsewhere only the one that Tab reaches.
import { expect, test } from 'vitest';
import { keptRows } from './kept';

const ROW_PX = 40;
const endOf = (rows: number) => ({
  scrollOffset: rows * ROW_PX - 800,
  findItemIndex: (offset: number) => Math.floor(offset / ROW_PX),
});

test('away from the end only the row that Tab reaches stays', () => {
  expect(keptRows(7, 1000, null)).toEqual([7]);
  expect(keptRows(-1, 0, null)).toEqual([]);
});

test('at the end the rows on the screen and a little above stay, and the row that Tab reaches', () => {
  expect(keptRows(999, 1000, endOf(1000))).toEqual(Array.from({ length: 35 }, (_, index) => 965 + index));
  expect(keptRows(7, 1000, endOf(1000))[0]).toBe(7);
});

test('before the first scroll only that row stays, and never a whole conversation', () => {
  expect(keptRows(999, 1000, { scrollOffset: 0, findItemIndex: () => 0 })).toEqual([999]);
  expect(keptRows(999, 1000, { scrollOffset: 1, findItemIndex: () => 0 })).toHaveLength(80);
});
