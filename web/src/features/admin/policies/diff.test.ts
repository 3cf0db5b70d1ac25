// SPDX-License-Identifier: EUPL-1.2
// Differences of texts by line.
import { expect, test } from 'vitest';
import { diffLines } from './diff';

const marks = (before: string, after: string) => diffLines(before, after).map(({ mark, text }) => mark + text);

test('equal texts have no marks', () => {
  expect(marks('a\nb', 'a\nb')).toEqual([' a', ' b']);
});

test('a changed line goes before the one in its place', () => {
  expect(marks('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']);
});

test('lines are added and removed at both ends', () => {
  expect(marks('a\nb', 'z\na')).toEqual(['+z', ' a', '-b']);
});

test('either text is what is left without the other marks', () => {
  const [before, after] = ['a\nb\nc\nd\nb', 'b\nd\nx\nb\na'];
  const lines = diffLines(before, after);
  const without = (mark: string) => lines.filter((line) => line.mark !== mark).map(({ text }) => text);
  expect(without('+').join('\n')).toBe(before);
  expect(without('-').join('\n')).toBe(after);
});
