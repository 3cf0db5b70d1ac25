// SPDX-License-Identifier: EUPL-1.2
// The script policy lets our own files pass and nothing else.
import { expect, test } from 'vitest';
import { allowScript } from './tt';

const ORIGIN = 'https://office.example';

test.each([
  '/sw.js',
  '/assets/engine-a1b2.js',
  'https://office.example/assets/engine-a1b2.js',
])('%s may run', (address) => {
  expect(allowScript(address, ORIGIN)).toBe(address);
});

test.each([
  'https://elsewhere.example/assets/engine.js',
  '//elsewhere.example/sw.js',
  '/_matrix/media/v3/download/office.example/abc',
  '/assets/../api/v1/files/1',
  'data:text/javascript,alert(1)',
  'blob:https://office.example/0b9d',
])('%s is refused', (address) => {
  expect(() => allowScript(address, ORIGIN)).toThrow('script refused');
});
