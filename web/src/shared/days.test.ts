// SPDX-License-Identifier: EUPL-1.2
// A day of the calendar begins at midnight of this device.
import { expect, test } from 'vitest';
import { dayInput, endOfDay, startOfDay } from './days';

test('a day is written and read back as its first millisecond', () => {
  const at = new Date(2026, 2, 9, 17, 30).getTime();
  expect(dayInput(at)).toBe('2026-03-09');
  expect(startOfDay('2026-03-09')).toBe(new Date(2026, 2, 9).getTime());
});

test('a day ends before the next one begins', () => {
  expect(endOfDay('2026-03-09')).toBe(new Date(2026, 2, 10).getTime() - 1);
});

test('a date that is not written to its end is none', () => {
  expect(startOfDay('')).toBeNull();
  expect(startOfDay('2026-03')).toBeNull();
  expect(endOfDay('')).toBeNull();
});
