// SPDX-License-Identifier: EUPL-1.2
// What a query would be if it had been typed in the other keyboard layout (Russian ЙЦУКЕН, Latin QWERTY).

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю';

const PAIRS = [...LATIN].map((sign, index) => [sign, RUSSIAN[index] ?? sign] as const);
const toRussian = new Map(PAIRS);
const toLatin = new Map(PAIRS.map(([latin, russian]) => [russian, latin]));

function retype(text: string, table: ReadonlyMap<string, string>): string {
  return [...text.toLocaleLowerCase()].map((sign) => table.get(sign) ?? sign).join('');
}

/** The query in lower case first, then as it would read in the other layouts. */
export function readings(query: string): string[] {
  const plain = query.toLocaleLowerCase().trim();
  return [...new Set([plain, retype(plain, toRussian), retype(plain, toLatin)])];
}

/** Every word of one reading begins some word of the text. */
export function fits(text: string, query: string): boolean {
  const words = text.toLocaleLowerCase().split(/[\s«»"().,:;–—-]+/u);
  return readings(query).some((reading) =>
    reading.split(/\s+/).every((part) => words.some((word) => word.startsWith(part))),
  );
}
