// SPDX-License-Identifier: EUPL-1.2
// A new list of items is recognised as appended, prepended or another place.
import { expect, test } from 'vitest';
import { appended, neighbourKey, relate } from './window';

const list = (...keys: string[]) => keys.map((key) => ({ key }));
const shape = (...keys: string[]) => ({ items: list(...keys), shift: false, epoch: 4 });

test('messages at the end neither shift nor jump', () => {
  expect(relate(shape('a', 'b'), list('a', 'b', 'c'))).toMatchObject({ shift: false, epoch: 4 });
});

test('older messages at the start shift', () => {
  expect(relate(shape('c', 'd'), list('a', 'b', 'c', 'd'))).toMatchObject({ shift: true, epoch: 4 });
});

test('messages cut off at the start shift as well', () => {
  expect(relate(shape('a', 'b', 'c'), list('b', 'c'))).toMatchObject({ shift: true, epoch: 4 });
});

test('another window is another epoch', () => {
  expect(relate(shape('a', 'b'), list('x', 'y'))).toMatchObject({ shift: false, epoch: 5 });
});

test('the first messages of an empty chat are no jump', () => {
  expect(relate(shape(), list('a'))).toMatchObject({ shift: false, epoch: 4 });
});

test('only what stands after the last known message has arrived', () => {
  expect(appended(list('a', 'b'), list('0', 'a', 'b', 'c'))).toEqual(list('c'));
  expect(appended([], list('a'))).toEqual([]);
  expect(appended(list('gone'), list('a'))).toEqual([]);
});

test('arrows stop at both ends', () => {
  const items = list('a', 'b', 'c');
  expect(neighbourKey(items, 'b', -1)).toBe('a');
  expect(neighbourKey(items, 'a', -1)).toBe('a');
  expect(neighbourKey(items, 'a', Number.POSITIVE_INFINITY)).toBe('c');
  expect(neighbourKey(items, null, -1)).toBe('c');
});
