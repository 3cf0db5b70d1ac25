// SPDX-License-Identifier: EUPL-1.2
// Difference between two plain values and its application, keeping unchanged parts identical.

/**
 * `set` replaces, `object` changes some fields and drops others, `list` rebuilds an array from old elements
 * (by old index) and new values, each old element perhaps patched.
 */
export type Patch =
  | { p: 'set'; value: unknown }
  | { p: 'object'; fields: Record<string, Patch>; drop?: string[] }
  | { p: 'list'; length: number; runs: ListRun[] };

/** A run keeps `count` old elements from `from` at position `at`, or puts `values` there; `edits` patches kept ones. */
export type ListRun =
  | { at: number; from: number; count: number; edits?: [offset: number, patch: Patch][] }
  | { at: number; values: unknown[] };

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** What identifies a list element across versions; elements without one are matched by position. */
function identity(element: unknown): string | null {
  if (!isFields(element)) return null;
  const id = element.key ?? element.roomId ?? element.userId ?? element.deviceId ?? element.id;
  return typeof id === 'string' ? id : null;
}

/** The patch that turns `before` into `after`, or null when they are equal. */
export function diff(before: unknown, after: unknown): Patch | null {
  if (Object.is(before, after)) return null;
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after);
  if (isFields(before) && isFields(after)) return diffFields(before, after);
  return { p: 'set', value: after };
}

function diffFields(before: Fields, after: Fields): Patch | null {
  const fields: Record<string, Patch> = {};
  const drop = Object.keys(before).filter((name) => !(name in after));
  for (const [name, value] of Object.entries(after)) {
    const change = name in before ? diff(before[name], value) : ({ p: 'set', value } as const);
    if (change) fields[name] = change;
  }
  if (drop.length === 0 && Object.keys(fields).length === 0) return null;
  return drop.length > 0 ? { p: 'object', fields, drop } : { p: 'object', fields };
}

function diffLists(before: unknown[], after: unknown[]): Patch | null {
  const places = new Map<string, number>();
  before.forEach((element, index) => {
    const id = identity(element);
    if (id !== null) places.set(id, index);
  });
  const runs: ListRun[] = [];
  let same = before.length === after.length;
  after.forEach((element, at) => {
    const id = identity(element);
    const from = id === null ? (at < before.length ? at : undefined) : places.get(id);
    if (from === undefined) {
      same = false;
      appendValue(runs, at, element);
      return;
    }
    const change = diff(before[from], element);
    if (change || from !== at) same = false;
    if (change?.p === 'set') appendValue(runs, at, element);
    else appendKept(runs, at, from, change);
  });
  return same ? null : { p: 'list', length: after.length, runs };
}

function appendValue(runs: ListRun[], at: number, value: unknown): void {
  const last = runs.at(-1);
  if (last && 'values' in last) last.values.push(value);
  else runs.push({ at, values: [value] });
}

function appendKept(runs: ListRun[], at: number, from: number, change: Patch | null): void {
  let last = runs.at(-1);
  if (!last || 'values' in last || last.from + last.count !== from) {
    last = { at, from, count: 0 };
    runs.push(last);
  }
  if (change) {
    last.edits ??= [];
    last.edits.push([last.count, change]);
  }
  last.count += 1;
}

/** Applies a patch made by `diff`; parts that did not change stay the same objects. */
export function applyPatch(before: unknown, patch: Patch): unknown {
  if (patch.p === 'set') return patch.value;
  if (patch.p === 'object') return applyFields(before as Fields, patch);
  return applyList(before as unknown[], patch);
}

function applyFields(before: Fields, patch: Extract<Patch, { p: 'object' }>): Fields {
  const after: Fields = { ...before };
  for (const name of patch.drop ?? []) delete after[name];
  for (const [name, change] of Object.entries(patch.fields)) after[name] = applyPatch(before[name], change);
  return after;
}

function applyList(before: unknown[], patch: Extract<Patch, { p: 'list' }>): unknown[] {
  const after: unknown[] = [];
  for (const run of patch.runs) {
    if ('values' in run) {
      after.push(...run.values);
      continue;
    }
    const kept = before.slice(run.from, run.from + run.count);
    for (const [offset, change] of run.edits ?? []) kept[offset] = applyPatch(kept[offset], change);
    after.push(...kept);
  }
  return after;
}
