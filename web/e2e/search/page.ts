// SPDX-License-Identifier: EUPL-1.2
// Fills the real index with made-up messages and answers searches; the script outside takes the time and the memory.
import { MessageIndex } from '../../src/engine/search/index';
import type { IndexedMessage } from '../../src/engine/search/message';
import { IndexStore } from '../../src/engine/search/store';
import { termsOf } from '../../src/engine/search/words';

const WORDS = 30_000;
const BATCH = 100;
const SYLLABLES = [
  'ко',
  'ми',
  'та',
  'рес',
  'про',
  'ду',
  'сто',
  'лен',
  'ве',
  'на',
  'гра',
  'бюд',
  'жет',
  'от',
  'чё',
  'са',
];

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const next = numbers(7);
const vocabulary = Array.from({ length: WORDS }, (_, rank) => {
  const syllables = 2 + (rank % 3);
  return Array.from({ length: syllables }, () => SYLLABLES[Math.floor(next() * SYLLABLES.length)]).join('');
});

/** Few words are common, most are rare, as in people's messages. */
function word(): string {
  return vocabulary[Math.floor(WORDS * next() ** 4)] ?? '';
}

function message(number: number): IndexedMessage {
  const words = Array.from({ length: 2 + Math.floor(next() * 24) }, word);
  if (number % 20_000 === 77) words.push('редчайший');
  return {
    eventId: `$${number}:example`,
    roomId: `!${number % 120}`,
    sender: `@person${number % 300}:example`,
    at: number * 60_000,
    threadId: null,
    kind: 'text',
    text: words.join(' '),
    fileName: null,
    size: null,
    version: 0,
  };
}

let index: MessageIndex;

const bench = {
  async open(): Promise<void> {
    index = await MessageIndex.open(await IndexStore.open('bench'));
  },
  async fill(from: number, to: number): Promise<void> {
    for (let at = from; at < to; at += BATCH) {
      await index.put(Array.from({ length: Math.min(BATCH, to - at) }, (_, offset) => message(at + offset)));
    }
  },
  async find(query: string, order: 'newest' | 'relevance'): Promise<{ ms: number; total: number }> {
    const start = performance.now();
    const { total } = await index.find({ terms: termsOf(query), order, offset: 0, limit: 30, accepts: () => true });
    return { ms: performance.now() - start, total };
  },
  size: () => index.size,
  common: () => [vocabulary[0], vocabulary[40], vocabulary[0]?.slice(0, 3)],
};

declare global {
  var searchBench: typeof bench;
}
globalThis.searchBench = bench;
