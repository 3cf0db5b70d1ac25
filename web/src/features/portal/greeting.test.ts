// SPDX-License-Identifier: EUPL-1.2
// People are greeted at the right time of day by the right part of their name.
import { expect, test } from 'vitest';
import { givenName, greetingKey } from './greeting';

test.each([
  [3, 'night'],
  [5, 'morning'],
  [12, 'day'],
  [18, 'evening'],
])('%i hours is %s', (hour, words) => {
  expect(greetingKey(hour)).toBe(words);
});

test.each([
  ['Соколова Анна Викторовна', 'Анна Викторовна'],
  ['Петров Игорь Сергеевич', 'Игорь Сергеевич'],
  ['Кира Мельник', 'Кира Мельник'],
  ['Mary Ann Evans', 'Mary Ann Evans'],
])('%s is addressed as %s', (name, words) => {
  expect(givenName(name)).toBe(words);
});
