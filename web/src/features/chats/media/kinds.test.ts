// SPDX-License-Identifier: EUPL-1.2
// The place of a picture is known before it loads.
import { expect, test } from 'vitest';
import { formatDuration } from '@/shared/dates';
import { pictureBox } from './kinds';

test('a picture keeps its proportions within the largest size', () => {
  expect(pictureBox({ width: 1600, height: 1000 })).toEqual({ width: 420, height: 263 });
  expect(pictureBox({ width: 500, height: 2000 })).toEqual({ width: 80, height: 320 });
  expect(pictureBox({ width: 100, height: 80 })).toEqual({ width: 100, height: 80 });
});

test('a picture of unknown size has a place as well', () => {
  expect(pictureBox({ width: null, height: null })).toEqual({ width: 280, height: 210 });
});

test('durations read like a clock', () => {
  expect([7_000, 750_000, 3_723_000].map(formatDuration)).toEqual(['0:07', '12:30', '1:02:03']);
});
