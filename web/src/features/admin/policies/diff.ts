// SPDX-License-Identifier: EUPL-1.2
// Which lines two texts have in common: the longest common subsequence, for texts of some hundred lines.
export interface DiffLine {
  mark: '+' | '-' | ' ';
  text: string;
}

export function diffLines(before: string, after: string): DiffLine[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const lengths = commonLengths(old, fresh);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push({ mark: ' ', text: old[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j < fresh.length && (i === old.length || at(lengths, i, j + 1) > at(lengths, i + 1, j))) {
      lines.push({ mark: '+', text: fresh[j] ?? '' });
      j += 1;
    } else {
      lines.push({ mark: '-', text: old[i] ?? '' });
      i += 1;
    }
  }
  return lines;
}

const at = (table: readonly Uint32Array[], i: number, j: number) => table[i]?.[j] ?? 0;

/** How long the common rest of both texts is, from each pair of lines on. */
function commonLengths(old: readonly string[], fresh: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = table[i];
    if (!row) continue;
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === fresh[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}
