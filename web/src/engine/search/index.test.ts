// SPDX-License-Identifier: EUPL-1.2
// The index over a real IndexedDB: forms of words, edits, redactions, full parts, restarts and wiping.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wipeStores } from '../lib/wipe';
import { MessageIndex } from './index';
import type { IndexedMessage } from './message';
import { PART_SIZE } from './part';
import { IndexStore } from './store';
import { snippetOf, termsOf } from './words';

const NAME = 'chancery-search:@anna:a.example:D1';
let store: IndexStore;
let index: MessageIndex;

beforeEach(async () => {
  store = await IndexStore.open(NAME);
  index = await MessageIndex.open(store);
});

afterEach(async () => {
  await index.clear(false);
  await index.close();
});

function message(eventId: string, text: string, more: Partial<IndexedMessage> = {}): IndexedMessage {
  const place = { roomId: '!a', sender: '@anna', at: 1000, threadId: null };
  return { eventId, ...place, kind: 'text', text, fileName: null, size: null, version: 0, ...more };
}

interface Wanted {
  order?: 'newest' | 'relevance';
  roomId?: string;
  offset?: number;
  limit?: number;
}

async function found(query: string, { order = 'newest', roomId, offset = 0, limit = 20 }: Wanted = {}) {
  const accepts = (facts: { roomId: string }) => !roomId || facts.roomId === roomId;
  const answer = await index.find({ terms: termsOf(query), order, offset, limit, accepts });
  return answer.messages.map(({ eventId }) => eventId);
}

async function restart(): Promise<void> {
  await index.close();
  store = await IndexStore.open(NAME);
  index = await MessageIndex.open(store);
}

const filler = (count: number) =>
  Array.from({ length: count }, (_, at) => message(`$f${at}`, `filler number${at}`, { at }));

describe('words', () => {
  it.each([
    ['Отчёт готов', 'отчет'],
    ['отчет готов', 'ОТЧЁТ'],
    ['Les élèves', 'eleves'],
    ['Согласовали протоколы заседаний', 'протокол заседания'],
    ['The meetings were cancelled', 'meeting cancel'],
    ['Bridges are inspected', 'inspec'],
    ['Мосты осмотрены', 'осмот'],
    ['Готово: смета-2026.xlsx', 'смета 2026'],
  ])('%s is found by %s', async (text, query) => {
    await index.put([message('$1', text), message('$2', 'что-то другое entirely')]);
    expect(await found(query)).toEqual(['$1']);
  });

  it('asks for all words, and takes only the last one for unfinished', async () => {
    await index.put([message('$1', 'bridge inspection'), message('$2', 'bridge repaint')]);
    expect(await found('bridge insp')).toEqual(['$1']);
    expect(await found('insp bridge')).toEqual([]);
    expect(await found('insp ')).toEqual([]);
  });

  it('tells й from и', async () => {
    await index.put([message('$1', 'мой')]);
    expect(await found('мои ')).toEqual([]);
  });

  it('marks the found words in the snippet', () => {
    expect(snippetOf('Протоколы заседаний: готовы', termsOf('протокол'))).toEqual([
      { text: 'Протоколы', marked: true },
      { text: ' заседаний: готовы', marked: false },
    ]);
  });
});

describe('order and filters', () => {
  it('puts the newest first, or the best answer', async () => {
    await index.put([message('$old', 'bridge', { at: 1 }), message('$new', 'bridges', { at: 2 })]);
    expect(await found('bridge')).toEqual(['$new', '$old']);
    expect(await found('bridge', { order: 'relevance' })).toEqual(['$old', '$new']);
  });

  it('looks in one room, page by page', async () => {
    await index.put([1, 2, 3].map((at) => message(`$${at}`, 'word', { at })));
    await index.put([message('$b', 'word', { roomId: '!b' })]);
    expect(await found('word', { roomId: '!b' })).toEqual(['$b']);
    expect(await found('word', { roomId: '!a', limit: 2 })).toEqual(['$3', '$2']);
    expect(await found('word', { roomId: '!a', limit: 2, offset: 2 })).toEqual(['$1']);
  });

  it('finds files by their names', async () => {
    await index.put([message('$1', '', { kind: 'file', fileName: 'budget-2027.ods' })]);
    expect(await found('budget')).toEqual(['$1']);
  });
});

// In the part that is still in memory, and in one that is closed and sealed.
describe.each([0, PART_SIZE - 1])('with %i other messages', (others) => {
  beforeEach(async () => {
    await index.put([message('$1', 'first words'), ...filler(others)]);
  });

  it('applies edits', async () => {
    await index.put([message('$1', 'second thoughts', { version: 5, at: 5 })]);
    expect(await found('first')).toEqual([]);
    expect(await found('second')).toEqual(['$1']);
    await index.put([message('$1', 'an older edit', { version: 3 })]);
    expect(await found('second')).toEqual(['$1']);
  });

  it('forgets a redacted message, its words too', async () => {
    await index.remove('$1');
    await restart();
    expect(await found('first')).toEqual([]);
    expect(index.size.messages).toBe(others);
    for (let shard = 0; shard <= 16; shard++) {
      expect(JSON.stringify(await store.part(1, shard))).not.toMatch(/"first"|\$1"/);
    }
  });

  it('knows after a restart what it knew before, and adds to it', async () => {
    await restart();
    await index.put([message('$2', 'first again', { at: 2000 })]);
    expect(await found('first')).toEqual(['$2', '$1']);
    expect((await index.known(['$1', '$x'])).has('$1')).toBe(true);
  });
});

it('takes an edit before its message, but not in the name of another', async () => {
  await index.put([message('$1', 'new text', { version: 9, at: 9 })]);
  await index.put([message('$1', 'old text', { at: 1 })]);
  expect(await found('new')).toEqual(['$1']);
  expect(await found('old')).toEqual([]);
  await index.put([message('$2', 'forged', { version: 9, sender: '@eve' }), message('$2', 'genuine')]);
  expect(await found('genuine')).toEqual(['$2']);
  expect(await found('forged')).toEqual([]);
});

async function dump(): Promise<string> {
  const bytes: string[] = [];
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(NAME);
    request.onsuccess = () => resolve(request.result);
  });
  for (const name of db.objectStoreNames) {
    const all = await new Promise<unknown[]>((resolve) => {
      const request = db.transaction(name).objectStore(name).getAll();
      request.onsuccess = () => resolve(request.result);
    });
    bytes.push(JSON.stringify(all, (_, value) => (value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value)));
  }
  db.close();
  return bytes.join('\n');
}

it('writes no word in plain text, under a key that cannot be read out', async () => {
  await index.put([message('$1', 'unmistakable'), ...filler(PART_SIZE)]);
  const stored = await dump();
  expect(stored).toContain('$1');
  const bytes = JSON.stringify([...new TextEncoder().encode('unmistakable')]).slice(1, -1);
  expect(stored).not.toContain(bytes);
  expect(stored).not.toContain('unmistakable');
});

it('is erased at sign-out', async () => {
  await index.put([message('$1', 'gone tomorrow'), ...filler(PART_SIZE)]);
  await wipeStores(null);
  expect(await found('gone')).toEqual([]);
  expect(await store.rooms()).toEqual([]);
});
