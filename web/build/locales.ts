// SPDX-License-Identifier: EUPL-1.2
// Vite plugin that keeps only our languages of react-aria's built-in screen-reader strings.
import type { Plugin } from 'vite';

const KEPT = new Set(['ru-RU', 'en-US']);
const STRINGS = /react-(?:aria|stately|aria-components)\/dist\/private\/intl\/.*\/([a-z]{2}-[A-Z]{2})\.m?js$/;

/** Locale of a file of built-in strings that we do not ship, or null for every other file. */
export function droppedLocale(id: string): string | null {
  const locale = STRINGS.exec(id)?.[1];
  return locale && !KEPT.has(locale) ? locale : null;
}

/** An unused locale is loaded as an empty module; react-aria falls back to en-US. */
export function localesPlugin(): Plugin {
  return {
    name: 'chancery:locales',
    enforce: 'pre',
    load(id) {
      return droppedLocale(id) ? 'export default {};' : null;
    },
  };
}
