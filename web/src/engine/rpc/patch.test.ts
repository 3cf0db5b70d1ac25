// SPDX-License-Identifier: EUPL-1.2
// A patch must rebuild the new value exactly and leave unchanged parts identical.
import { describe, expect, it } from 'vitest';
import { applyPatch, diff } from './patch';

function roundTrip(before: unknown, after: unknown): unknown {
  const patch = diff(before, after);
  return patch ? applyPatch(before, structuredClone(patch)) : before;
}

const item = (key: string, text = key) => ({ key, content: { text }, readBy: [] as string[] });

describe('diff and applyPatch', () => {
  it('finds nothing between equal values', () => {
    expect(diff({ a: [item('x')], b: null }, { a: [item('x')], b: null })).toBeNull();
  });

  it('adds, changes and drops fields', () => {
    expect(roundTrip({ a: 1, b: 2, c: { d: 3 } }, { a: 1, c: { d: 4 }, e: 5 })).toEqual({ a: 1, c: { d: 4 }, e: 5 });
  });

  it('tells null, undefined and absence apart', () => {
    expect(roundTrip({ a: null }, { a: undefined })).toStrictEqual({ a: undefined });
    expect(roundTrip({ a: undefined }, {})).toStrictEqual({});
  });

  it.each([
    ['prepends', ['c', 'd'], ['a', 'b', 'c', 'd']],
    ['appends', ['a'], ['a', 'b']],
    ['removes from the middle', ['a', 'b', 'c'], ['a', 'c']],
    ['moves', ['a', 'b', 'c'], ['c', 'a', 'b']],
    ['replaces all', ['a', 'b'], ['x', 'y']],
    ['empties', ['a'], []],
    ['fills', [], ['a']],
  ])('%s keyed elements', (_name, before, after) => {
    expect(
      roundTrip(
        before.map((key) => item(key)),
        after.map((key) => item(key)),
      ),
    ).toEqual(after.map((key) => item(key)));
  });

  it('keeps elements that did not change the same objects', () => {
    const before = { items: [item('a'), item('b'), item('c')], title: { text: 't' } };
    const after = roundTrip(before, {
      items: [item('z'), item('a'), item('b', 'edited'), item('c')],
      title: { text: 't' },
    }) as typeof before;
    expect(after.items[1]).toBe(before.items[0]);
    expect(after.items[2]).toEqual(item('b', 'edited'));
    expect(after.items[3]).toBe(before.items[2]);
    expect(after.title).toBe(before.title);
  });

  it('sends little when one of many elements changes', () => {
    const before = Array.from({ length: 500 }, (_, index) => item(`m${index}`));
    const after = before.map((one, index) => (index === 250 ? item(one.key, 'new') : structuredClone(one)));
    expect(JSON.stringify(diff(before, after)).length).toBeLessThan(250);
  });

  it('rebuilds any of many random changes', () => {
    const random = generator(7);
    let value = Array.from({ length: 12 }, (_, index) => item(`k${index}`));
    for (let round = 0; round < 300; round += 1) {
      const next = changed(structuredClone(value), round, random);
      expect(roundTrip(value, next)).toEqual(next);
      value = next;
    }
  });
});

type Random = (below: number) => number;

function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % below;
  };
}

function changed(list: ReturnType<typeof item>[], round: number, random: Random): ReturnType<typeof item>[] {
  const at = random(list.length + 1);
  const changes = [
    () => list.splice(at, 0, item(`n${round}`)),
    () => list.length > 2 && list.splice(at, 1 + random(2)),
    () => list.reverse(),
    () => list[Math.min(at, list.length - 1)]?.readBy.push(`r${round}`),
  ];
  changes[random(changes.length)]?.();
  return list;
}
