// SPDX-License-Identifier: EUPL-1.2
// Set-up of every unit test: English texts, a clean document, and what happy-dom lacks.
import { cleanup } from '@testing-library/react';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, vi } from 'vitest';

const files = import.meta.glob<Record<string, unknown>>('../i18n/en/*.json', { import: 'default', eager: true });
const texts = Object.fromEntries(
  Object.entries(files).map(([path, file]) => [path.slice('../i18n/en/'.length, -'.json'.length), file]),
);

await i18next.use(initReactI18next).init({
  lng: 'en',
  defaultNS: 'app',
  resources: { en: texts },
  interpolation: { escapeValue: false },
});

afterEach(() => {
  vi.unstubAllGlobals();
  cleanup();
  localStorage.clear();
});

// Every browser that we support has it, Node 20 does not.
Promise.withResolvers ??= function withResolvers<T>() {
  let resolve!: PromiseWithResolvers<T>['resolve'];
  let reject!: PromiseWithResolvers<T>['reject'];
  const promise = new Promise<T>((onDone, onFail) => {
    resolve = onDone;
    reject = onFail;
  });
  return { promise, resolve, reject };
};
