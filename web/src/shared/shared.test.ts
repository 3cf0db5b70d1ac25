// SPDX-License-Identifier: EUPL-1.2
// Dates, preferences and error texts that features share.
import { afterEach, expect, test } from 'vitest';
import { ApiError } from '@/api/client';
import { EngineError } from '@/engine/rpc/errors';
import { daysAgo, formatShort, formatSize } from './dates';
import { errorCode, errorText, isOffline } from './errors';
import { applyLook, chosenLanguage, DEFAULTS, PREFERENCES_KEY, setPreference, usePreferences } from './preferences';
import { forgetPerson } from './session';

afterEach(() => usePreferences.setState(DEFAULTS));

const NOON = new Date(2026, 10, 23, 12, 0).getTime();
const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).getTime();

test('days are counted by the calendar, not by 24 hours', () => {
  expect(daysAgo(at(22, 23), NOON)).toBe(1);
  expect(daysAgo(at(23, 0), NOON)).toBe(0);
});

test.each([
  [at(23, 9), '09:05'],
  [at(22, 23), 'yesterday'],
  [at(20, 9), 'Fri'],
  [at(2, 9), '2 Nov'],
  [new Date(2025, 1, 3).getTime(), '3 Feb 2025'],
])('a list writes %i as %s', (moment, words) => {
  expect(formatShort(moment, NOON)).toBe(words);
});

test.each([
  [512, '512 bytes'],
  [184_000, '184 kB'],
  [2_140_000, '2.1 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(formatSize(bytes)).toBe(words);
});

test('a chosen theme is written where style sheets read it', () => {
  applyLook({ ...DEFAULTS, theme: 'dark', contrast: 'more', density: 'compact' });
  const { theme, contrast, density } = document.documentElement.dataset;
  expect({ theme, contrast, density }).toEqual({ theme: 'dark', contrast: 'more', density: 'compact' });
});

test('preferences survive a reload of the page', async () => {
  setPreference('singleKeys', false);
  usePreferences.setState({ singleKeys: true }, false);
  localStorage.setItem(
    'chancery.preferences',
    JSON.stringify({ state: { ...DEFAULTS, singleKeys: false }, version: 1 }),
  );
  await usePreferences.persist.rehydrate();
  expect(usePreferences.getState().singleKeys).toBe(false);
});

test('a chosen language wins over the browser', () => {
  expect(chosenLanguage({ language: 'ru' })).toBe('ru');
});

test('failures become sentences with a code to copy', () => {
  const infected = new EngineError('infected', 'EICAR', { httpStatus: 403, matrixCode: 'M_FORBIDDEN' });
  expect(errorText(infected)).toContain('malicious');
  expect(errorCode(infected)).toBe('infected · M_FORBIDDEN · 403');
});

test('a code that this version does not know has a general sentence', () => {
  const odd = new ApiError({ status: 418, code: 'teapot', title: 'I am a teapot', detail: '' });
  expect(errorText(odd)).toContain('Something went wrong');
  expect(errorCode(odd)).toBe('teapot · 418');
});

test('no answer counts as offline', () => {
  expect(isOffline(new EngineError('server_unreachable', ''))).toBe(true);
  expect(isOffline(new EngineError('forbidden', ''))).toBe(false);
});

test('signing out leaves only the looks behind', () => {
  localStorage.setItem('chancery.session', '{}');
  localStorage.setItem('chancery.last-chat', '!a:office.example');
  localStorage.setItem(PREFERENCES_KEY, '{}');
  sessionStorage.setItem('chancery.draft !a:office.example ', 'words');
  forgetPerson();
  expect(Object.keys(localStorage)).toEqual([PREFERENCES_KEY]);
  expect(sessionStorage.length).toBe(0);
});
