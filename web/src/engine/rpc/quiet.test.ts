// SPDX-License-Identifier: EUPL-1.2
// Quiet hours over midnight, by day, and in the zone where they were set.
import { expect, test } from 'vitest';
import { defaultQuiet, isQuiet, readQuiet } from './quiet';

const nights = { ...defaultQuiet('UTC'), enabled: true, days: [1, 2, 3, 4, 5], from: '22:00', until: '07:30' };
/** 23 November 2026 is a Monday. */
const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}:00Z`);

test.each([
  ['Monday before', at(23, '21:59'), false],
  ['Monday evening', at(23, '22:00'), true],
  ['Tuesday early', at(24, '07:29'), true],
  ['Tuesday at the end', at(24, '07:30'), false],
  ['Saturday early, begun on Friday', at(28, '03:00'), true],
  ['Saturday evening', at(28, '23:00'), false],
  ['Monday early, Sunday is not chosen', at(23, '03:00'), false],
])('%s', (_name, moment, quiet) => {
  expect(isQuiet(nights, moment)).toBe(quiet);
});

test('the times are those of the zone in which they were set', () => {
  const there = { ...nights, zone: 'Asia/Tokyo' };
  expect(isQuiet(there, at(23, '13:00'))).toBe(true);
  expect(isQuiet(there, at(23, '12:59'))).toBe(false);
});

test('equal times mean the whole day', () => {
  const sundays = { ...nights, days: [7], from: '00:00', until: '00:00' };
  expect(isQuiet(sundays, at(29, '15:00'))).toBe(true);
  expect(isQuiet(sundays, at(30, '00:00'))).toBe(false);
});

test('switched off there are none', () => {
  expect(isQuiet({ ...nights, enabled: false }, at(23, '23:00'))).toBe(false);
});

test('what cannot be understood falls back to the default', () => {
  const usual = defaultQuiet();
  expect(readQuiet(null)).toEqual(usual);
  expect(readQuiet({ enabled: 'yes', days: [0, 3, 'x'], from: '25:00', until: '6', zone: 'Moon/Base' })).toEqual({
    ...usual,
    days: [3],
  });
  expect(readQuiet({ ...nights })).toEqual(nights);
});
