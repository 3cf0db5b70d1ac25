// SPDX-License-Identifier: EUPL-1.2
// The words of the greeting: by the hour and by the given name.

export type Greeting = 'night' | 'morning' | 'day' | 'evening';

export function greetingKey(hour: number): Greeting {
  if (hour < 5) return 'night';
  if (hour < 12) return 'morning';
  if (hour < 18) return 'day';
  return 'evening';
}

const PATRONYMIC = /(вич|вна|чна|ична|оглы|кызы)$/u;

/**
 * Russian official names are "Surname Given Patronymic", or "Given Surname"; people are addressed by given name and
 * patronymic. A name in another form is used as it is.
 */
export function givenName(name: string): string {
  const words = name.trim().split(/\s+/u);
  const last = words.at(-1) ?? '';
  if (words.length === 3 && PATRONYMIC.test(last)) return `${words[1]} ${last}`;
  return name.trim();
}
