// SPDX-License-Identifier: EUPL-1.2
// The service worker keeps the shell and thumbnails, and leaves everything else to the network.
import { expect, test } from 'vitest';
import { treatmentOf } from './policy';

const ORIGIN = 'https://office.example';
const SHELL = ['/icons/mark.svg'];
const ask = (address: string, mode = 'cors', method = 'GET') =>
  treatmentOf({ method, url: new URL(address, ORIGIN), mode }, ORIGIN, SHELL);

test.each([
  ['/chats/!a:office.example', 'navigate', 'page'],
  ['/', 'navigate', 'page'],
  ['/assets/main-1a2b.js', 'cors', 'file'],
  ['/icons/mark.svg', 'no-cors', 'file'],
  ['/_matrix/client/v1/media/thumbnail/office.example/abc?width=96', 'no-cors', 'thumbnail'],
])('%s (%s) is a %s', (address, mode, treatment) => {
  expect(ask(address, mode)).toBe(treatment);
});

test.each([
  '/api/v1/session',
  '/api/v1/openapi.json',
  '/oauth2/authorize?client_id=x',
  '/_matrix/client/v3/sync',
  '/_matrix/client/v1/media/download/office.example/abc',
  '/.well-known/matrix/client',
  '/metrics',
  'https://elsewhere.example/assets/main.js',
])('%s always goes to the network', (address) => {
  expect(ask(address)).toBe('network');
  expect(ask(address, 'navigate')).toBe('network');
});

test('only reading is answered from a cache', () => {
  expect(ask('/assets/main-1a2b.js', 'cors', 'POST')).toBe('network');
});

test('an address that merely begins like an API is a page', () => {
  expect(ask('/apiary', 'navigate')).toBe('page');
});
