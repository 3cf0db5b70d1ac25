// SPDX-License-Identifier: EUPL-1.2
// Keys in a list of rows: where they lead, and rows found by their first letters.
import { expect, test, vi } from 'vitest';
import { moved, Typed } from './moves';

test('arrows and pages stop at the ends, Home and End go there', () => {
  expect(moved('ArrowDown', 0, 3, 2)).toBe(1);
  expect(moved('ArrowDown', 2, 3, 2)).toBe(2);
  expect(moved('ArrowUp', 0, 3, 2)).toBe(0);
  expect(moved('PageDown', 1, 3, 2)).toBe(2);
  expect(moved('PageUp', 1, 9, 4)).toBe(0);
  expect(moved('Home', 2, 3, 2)).toBe(0);
  expect(moved('End', 0, 3, 2)).toBe(2);
  expect(moved('x', 0, 3, 2)).toBeNull();
});

test('letters find the next row that begins so; after a pause a new word begins', () => {
  vi.useFakeTimers();
  const names = ['Budget', 'Anna', 'Бюро', 'Archive'];
  const typed = new Typed();
  expect(typed.find('a', 0, names)).toBe(1);
  expect(typed.find('r', 1, names)).toBe(3);
  expect(typed.current).toBe(true);
  vi.advanceTimersByTime(1500);
  expect(typed.current).toBe(false);
  expect(typed.find('a', 3, names)).toBe(1);
  vi.advanceTimersByTime(1500);
  expect(typed.find('Б', 1, names)).toBe(2);
  expect(typed.find('Enter', 0, names)).toBeNull();
  vi.useRealTimers();
});
