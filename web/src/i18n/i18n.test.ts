// SPDX-License-Identifier: EUPL-1.2
// Both languages hold the same texts, with every plural form that their grammar needs.
import { expect, test } from 'vitest';
import { browserLanguage } from './i18n';

type Texts = { [key: string]: string | Texts };
const files = import.meta.glob<Texts>('./*/*.json', { import: 'default', eager: true });
const PLURAL = /_(zero|one|two|few|many|other)$/;
const FORMS = { en: ['one', 'other'], ru: ['one', 'few', 'many', 'other'] };

function flatten(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

function keysOf(language: string, namespace: string): string[] {
  return flatten(files[`./${language}/${namespace}.json`] ?? {}).map(([key]) => key);
}

const bases = (keys: string[]) => [...new Set(keys.map((key) => key.replace(PLURAL, '')))].sort();
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();

const namespaces = Object.keys(files)
  .filter((path) => path.startsWith('./en/'))
  .map((path) => path.slice('./en/'.length, -'.json'.length));

test('every English file has a Russian one', () => {
  const russian = Object.keys(files).filter((path) => path.startsWith('./ru/'));
  expect(russian.map((path) => path.slice('./ru/'.length, -'.json'.length)).sort()).toEqual([...namespaces].sort());
});

test.each(namespaces)('%s has the same keys in both languages', (namespace) => {
  expect(bases(keysOf('ru', namespace))).toEqual(bases(keysOf('en', namespace)));
});

test.each(namespaces)('%s has all plural forms', (namespace) => {
  for (const language of ['en', 'ru'] as const) {
    const keys = keysOf(language, namespace);
    const plural = bases(keys.filter((key) => key.endsWith('_one')));
    const missing = plural
      .flatMap((key) => FORMS[language].map((form) => `${key}_${form}`))
      .filter((key) => !keys.includes(key));
    expect(missing).toEqual([]);
  }
});

test.each(namespaces)('%s names the same values in both languages', (namespace) => {
  const english = new Map(flatten(files[`./en/${namespace}.json`] ?? {}));
  const russian = flatten(files[`./ru/${namespace}.json`] ?? {});
  for (const [key, text] of russian) {
    const source = english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';
    expect([key, placeholders(text)]).toEqual([key, placeholders(source)]);
  }
});

test('the browser language falls back to English', () => {
  expect(browserLanguage(['fr-FR', 'ru-RU', 'en-GB'])).toBe('ru');
  expect(browserLanguage(['de-DE'])).toBe('en');
});
