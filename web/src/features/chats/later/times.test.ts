// SPDX-License-Identifier: EUPL-1.2
// The times that are offered for a message that leaves later.
import { expect, test } from 'vitest';
import { fromField, presetsFor, presetTime, toField } from './times';

const wednesday = new Date(2026, 10, 25, 16, 20);
const sunday = new Date(2026, 10, 29, 23, 59);

test('tomorrow and Monday begin at nine, also over the end of a month', () => {
  expect(toField(presetTime('tomorrow', wednesday))).toBe('2026-11-26T09:00');
  expect(toField(presetTime('monday', wednesday))).toBe('2026-11-30T09:00');
  expect(toField(presetTime('tomorrow', new Date(2026, 10, 30)))).toBe('2026-12-01T09:00');
  expect(toField(presetTime('monday', new Date(2026, 10, 30, 12)))).toBe('2026-12-07T09:00');
});

test('the same time is not offered twice', () => {
  expect(presetsFor(wednesday)).toEqual(['hour', 'tomorrow', 'monday']);
  expect(presetsFor(sunday)).toEqual(['hour', 'tomorrow']);
});

test('fields give back the minute that was put into them, and nothing for no time', () => {
  expect(fromField(toField(wednesday.getTime()))).toBe(wednesday.getTime());
  expect(fromField('')).toBeNull();
});
