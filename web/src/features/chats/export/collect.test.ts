// SPDX-License-Identifier: EUPL-1.2
// An export is complete, keeps earlier versions, can be stopped, and has a safe file name.
import { expect, test } from 'vitest';
import type { ExportEntry } from '@/engine/rpc/protocol';
import { fakeEngine } from '../fakeEngine';
import { anna, details, igor } from '../testing';
import { collect, fileName, fold, rangeOf, toJson } from './collect';

const message = (eventId: string, at: number, text = eventId): ExportEntry => ({
  type: 'message',
  eventId,
  at,
  sender: anna,
  kind: 'text',
  text,
  file: null,
  replyTo: null,
  threadId: null,
});
const edit = (of: string, at: number, text: string, sender = anna): ExportEntry => ({
  type: 'edit',
  eventId: `$edit${at}`,
  at,
  sender,
  of,
  text,
});

test('messages come oldest first with all versions of their author', () => {
  const found = fold([
    edit('$a', 5, 'third'),
    edit('$a', 4, 'fake', igor),
    message('$b', 3),
    edit('$a', 2, 'second'),
    message('$a', 1, 'first'),
  ]);
  expect(found.map(({ eventId }) => eventId)).toEqual(['$a', '$b']);
  expect(found[0]).toMatchObject({
    text: 'third',
    versions: [
      { at: 1, text: 'first' },
      { at: 2, text: 'second' },
      { at: 5, text: 'third' },
    ],
  });
});

test('all pages are read, and a stop between two of them ends the export', async () => {
  const pages: Record<string, { next: string | null; entry: ExportEntry }> = {
    start: { next: 'p2', entry: message('$b', 2) },
    p2: { next: null, entry: message('$a', 1) },
  };
  const engine = fakeEngine(
    {},
    {
      'export.page': ({ from }) => {
        const page = pages[from ?? 'start'];
        return { entries: page ? [page.entry] : [], next: page?.next ?? null, reached: page?.entry.at ?? null };
      },
    },
  );
  const range = { since: 0, until: 10 };
  const steps: number[] = [];
  const all = await collect(engine, '!r', range, new AbortController().signal, ({ found }) => steps.push(found));
  expect(all.map(({ eventId }) => eventId)).toEqual(['$a', '$b']);
  expect(steps).toEqual([1, 2]);
  const stop = new AbortController();
  await expect(collect(engine, '!r', range, stop.signal, () => stop.abort())).rejects.toThrow();
});

test('the file says who made it, when, of which chat and range', async () => {
  const head = {
    room: details({ name: 'Planning' }),
    by: anna,
    device: 'DEV',
    at: 0,
    range: { since: 0, until: 86_400_000 },
  };
  const file = JSON.parse(await toJson(head, fold([message('$a', 1)])));
  expect(file).toMatchObject({
    format: 'org.chancery.export',
    exported: { by: { userId: '@anna:test' }, device: 'DEV', at: '1970-01-01T00:00:00.000Z' },
    room: { name: 'Planning', encrypted: true },
    range: { from: '1970-01-01T00:00:00.000Z', before: '1970-01-02T00:00:00.000Z' },
    messages: { count: 1, unreadable: 0 },
  });
  expect(file.messages.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['Planning', 'Planning 1970-01-01.json'],
  ['Отдел закупок', 'Отдел закупок 1970-01-01.json'],
  ['../../etc/passwd', 'etc passwd 1970-01-01.json'],
  ['a\u202egnp.exe', 'a gnp.exe 1970-01-01.json'],
  ['...', 'chat 1970-01-01.json'],
])('the name of a file of %s', (name, expected) => {
  expect(fileName(name, 0, 'json')).toBe(expected);
});

test('a range holds its last day', () => {
  const { since, until } = rangeOf('2026-11-23', '2026-11-23');
  expect(until - since).toBe(86_400_000);
});
