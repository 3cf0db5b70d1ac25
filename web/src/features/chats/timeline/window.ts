// SPDX-License-Identifier: EUPL-1.2
// How a new list of items relates to the one on the screen: appended, prepended, or another place altogether.

interface Keyed {
  key: string;
}

export interface Shape<Item extends Keyed> {
  items: readonly Item[];
  /** Items came or went at the start: the list keeps its distance from the end. */
  shift: boolean;
  /** Counts jumps to another place of the chat; sizes measured before do not apply. */
  epoch: number;
}

export function relate<Item extends Keyed>(before: Shape<Item>, items: readonly Item[]): Shape<Item> {
  const oldFirst = before.items[0]?.key;
  const newFirst = items[0]?.key;
  if (oldFirst === newFirst || oldFirst === undefined || newFirst === undefined) {
    return { items, shift: false, epoch: before.epoch };
  }
  const prepended = items.some(({ key }) => key === oldFirst);
  const cut = before.items.some(({ key }) => key === newFirst);
  if (prepended || cut) return { items, shift: true, epoch: before.epoch };
  return { items, shift: false, epoch: before.epoch + 1 };
}

/** Items at the end that were not there before; none when the window moved. */
export function appended<Item extends Keyed>(before: readonly Item[], after: readonly Item[]): Item[] {
  const last = before.at(-1)?.key;
  if (last === undefined) return [];
  const from = after.findLastIndex(({ key }) => key === last);
  return from < 0 ? [] : after.slice(from + 1);
}

export function neighbourKey<Item extends Keyed>(
  items: readonly Item[],
  current: string | null,
  step: number,
): string | null {
  const at = items.findIndex(({ key }) => key === current);
  const from = at < 0 ? items.length : at;
  const to = Math.min(Math.max(from + step, 0), items.length - 1);
  return items[to]?.key ?? null;
}
