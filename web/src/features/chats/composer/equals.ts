// SPDX-License-Identifier: EUPL-1.2
// Stands for the library by which the editor compares what components read of it: plain values and records of them; deeper ones are taken as changed.

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export function circularDeepEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && Object.is(one[key], other[key]))
  );
}
