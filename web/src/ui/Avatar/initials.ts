// SPDX-License-Identifier: EUPL-1.2
// Initials and a steady tint for people and chats without a picture.

const TINTS = 5;
const LETTERS = /\p{L}|\p{N}/u;

/** Two letters: of the first two words, or the first two of a single word. */
export function initials(name: string): string {
  const words = name.split(/[\s\-–—_.«»"()]+/u).filter((word) => LETTERS.test(word));
  const [first, second] = words;
  if (!first) return '?';
  const letters = second ? letterOf(first) + letterOf(second) : firstTwo(first);
  return letters.toLocaleUpperCase();
}

function letterOf(word: string): string {
  return [...word].find((sign) => LETTERS.test(sign)) ?? '';
}

function firstTwo(word: string): string {
  return [...word]
    .filter((sign) => LETTERS.test(sign))
    .slice(0, 2)
    .join('');
}

/** The same name has the same tint on every device. */
export function tint(name: string): number {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_521;
  return sum % TINTS;
}
