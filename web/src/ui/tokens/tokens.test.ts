// SPDX-License-Identifier: EUPL-1.2
// Every colour pair that the interface uses keeps its WCAG contrast in all four themes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contrast, pairs, render, themes } from './tokens.mjs';

const cases = Object.entries(themes).flatMap(([name, colours]) =>
  pairs.map(([front, back, least]) => ({ name, front, back, least, colours })),
);

test.each(cases)('$name: $front on $back keeps $least', ({ colours, front, back, least }) => {
  const table: Record<string, string> = colours;
  expect(contrast(table[String(front)] ?? '', table[String(back)] ?? '')).toBeGreaterThanOrEqual(Number(least));
});

test('tokens.css is what tokens.mjs writes', () => {
  expect(readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')).toBe(render());
});
