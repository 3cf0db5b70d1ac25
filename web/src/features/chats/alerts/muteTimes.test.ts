// SPDX-License-Identifier: EUPL-1.2
// A mute ends when its words say.
import { expect, test } from 'vitest';
import { muteEnd } from './muteTimes';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const NOW = new Date(at(23, 14, 30));

test('hours and weeks are counted from now', () => {
  expect(muteEnd('hour', NOW)).toBe(at(23, 15, 30));
  expect(muteEnd('hours', NOW)).toBe(at(23, 22, 30));
  expect(muteEnd('week', NOW)).toBe(at(30, 14, 30));
  expect(muteEnd('always', NOW)).toBeNull();
});

test('the morning is the next one, also for those who work at night', () => {
  expect(muteEnd('morning', NOW)).toBe(at(24, 8));
  expect(muteEnd('morning', new Date(at(23, 7, 45)))).toBe(at(24, 8));
  expect(muteEnd('morning', new Date(at(23, 2)))).toBe(at(23, 8));
});
