// SPDX-License-Identifier: EUPL-1.2
// The build keeps our languages, knows the styles the policy must admit, and names the shell's files.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { withoutInnerHtml } from './announcer.ts';
import { hashSource, libraryStyles, policy } from './csp.ts';
import { droppedLocale } from './locales.ts';
import { isCompressible } from './precompress.ts';
import { buildId, shellFiles } from './pwa.ts';

test('react-aria still inserts exactly the two styles that the policy admits', () => {
  const styles = libraryStyles();
  expect(styles).toHaveLength(2);
  expect(styles[0]).toContain('[data-react-aria-pressable]');
  expect(styles[1]).toContain('overscroll-behavior: contain');
});

test('the policy names each style by its hash and forbids strings as code', () => {
  const [style = ''] = libraryStyles();
  const text = policy([hashSource(style)]);
  expect(text).toMatch(/style-src 'self' 'sha256-[\w+/]{43}='/);
  expect(text).toContain("require-trusted-types-for 'script'");
  expect(text).not.toContain('unsafe-inline');
  expect(text).not.toContain("'unsafe-eval'");
});

test('the live announcer of react-aria empties its regions without strings as HTML', () => {
  const id = createRequire(import.meta.url)
    .resolve('react-aria/package.json')
    .replace('package.json', 'dist/private/live-announcer/LiveAnnouncer.mjs');
  const code = withoutInnerHtml(readFileSync(id, 'utf8'), id);
  expect(code).toContain('.assertiveLog.replaceChildren()');
  expect(code).not.toContain('innerHTML');
  expect(() => withoutInnerHtml('', id)).toThrow('has changed');
});

test.each([
  ['/x/node_modules/react-aria/dist/private/intl/menu/de-DE.mjs', 'de-DE'],
  ['/x/node_modules/react-aria/dist/private/intl/menu/ru-RU.mjs', null],
  ['/x/node_modules/react-aria/dist/private/menu/useMenu.mjs', null],
])('%s drops %s', (id, locale) => {
  expect(droppedLocale(id)).toBe(locale);
});

test('the shell leaves out what is loaded on demand, the worker and the policy', () => {
  const file = (fileName: string, onDemand = false) => ({ fileName, onDemand });
  const built = [
    file('index.html'),
    file('assets/b.js'),
    file('assets/a.css'),
    file('assets/pdf.js', true),
    file('assets/e.wasm'),
    file('sw.js'),
    file('csp.json'),
  ];
  expect(shellFiles(built)).toEqual(['/assets/a.css', '/assets/b.js', '/assets/e.wasm', '/index.html']);
});

test('any changed file is another build', () => {
  expect(buildId(['/assets/a-1.js'], '<html>')).not.toBe(buildId(['/assets/a-2.js'], '<html>'));
  expect(buildId(['/assets/a-1.js'], '<html>')).not.toBe(buildId(['/assets/a-1.js'], '<html lang>'));
});

test('pictures and fonts are compressed already', () => {
  expect(['a.js', 'a.wasm', 'a.svg'].every(isCompressible)).toBe(true);
  expect(['a.png', 'a.woff2', 'a.br'].some(isCompressible)).toBe(false);
});
