// SPDX-License-Identifier: EUPL-1.2
// The index of messages on this device: a thousand newest additions in memory, all else in sealed parts of the database.
import type { IndexedMessage } from './message';
import { searchedText } from './message';
import {
  FACTS,
  type Facts,
  factsOf,
  intersection,
  listsOf,
  PART_SIZE,
  placesOf,
  shardOf,
  type WordList,
  withoutPlace,
} from './part';
import type { Counters, IndexStore, Stored } from './store';
import { closeness, type Term, wordsOf } from './words';

export interface IndexQuery {
  terms: Term[];
  order: 'newest' | 'relevance';
  offset: number;
  limit: number;
  accepts(facts: Facts): boolean;
}

export interface IndexAnswer {
  messages: IndexedMessage[];
  total: number;
}

interface Candidate {
  eventId: string;
  at: number;
  score: number;
}

type Order = IndexQuery['order'];

/** Parts opened at the same time: enough to keep the database busy, few enough to stay small. */
const AT_ONCE = 8;
/** Candidates kept beyond a page before the worst are dropped. */
const SLACK = 500;

export class MessageIndex {
  /** The open part; null where a message was taken out. */
  private pending: ({ message: IndexedMessage; words: Set<string> } | null)[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  /** Counts the changes since the start. */
  revision = 0;

  private constructor(
    private readonly store: IndexStore,
    private counters: Counters,
  ) {}

  static async open(store: IndexStore): Promise<MessageIndex> {
    const index = new MessageIndex(store, await store.counters());
    for (const { place, message } of await store.messagesOf(index.counters.openPart)) index.hold(place, message);
    return index;
  }

  get size(): Pick<Counters, 'messages' | 'bytes'> {
    return this.counters;
  }

  known(eventIds: string[]): Promise<Set<string>> {
    return this.store.known(eventIds);
  }

  /** Adds messages that are new and applies edits, whichever of message and edit comes first. */
  put(messages: IndexedMessage[]): Promise<void> {
    return this.inTurn(async () => {
      const known = await this.store.known(messages.map(({ eventId }) => eventId));
      const fresh = new Map<string, IndexedMessage>();
      for (const message of messages) await this.prepare(message, known, fresh);
      await this.append([...fresh.values()]);
    });
  }

  remove(eventId: string): Promise<void> {
    return this.inTurn(async () => {
      const stored = await this.store.message(eventId);
      if (stored) await this.takeOut(stored);
    });
  }

  find(query: IndexQuery): Promise<IndexAnswer> {
    return this.inTurn(() => this.search(query));
  }

  clear(off: boolean): Promise<void> {
    return this.inTurn(async () => {
      await this.store.clear(off);
      this.counters = await this.store.counters();
      this.pending = [];
    });
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.turn.catch(() => undefined);
    this.store.close();
  }

  /** Puts into `fresh` what is to be written, after taking out what it replaces. */
  private async prepare(
    message: IndexedMessage,
    known: Set<string>,
    fresh: Map<string, IndexedMessage>,
  ): Promise<void> {
    const { eventId } = message;
    const stored = known.has(eventId) && !fresh.has(eventId) ? await this.store.message(eventId) : null;
    const before = fresh.get(eventId) ?? stored?.message;
    const wanted = before ? merged(before, message) : message;
    if (wanted === before) return;
    if (stored) await this.takeOut(stored);
    fresh.set(eventId, wanted);
  }

  private async append(messages: IndexedMessage[]): Promise<void> {
    if (messages.length > 0) this.revision++;
    for (let at = 0; at < messages.length; ) {
      const room = PART_SIZE - this.pending.length;
      const some = messages.slice(at, at + room);
      const part = this.counters.openPart;
      const put = some.map((message, index): Stored => ({ part, place: this.pending.length + index, message }));
      const counters = { ...this.counters, messages: this.counters.messages + some.length };
      this.counters = await this.store.write({ put, counters });
      for (const { place, message } of put) this.hold(place, message);
      if (this.pending.length >= PART_SIZE) await this.closePart();
      at += some.length;
    }
  }

  private async closePart(): Promise<void> {
    const { openPart } = this.counters;
    const messages = this.pending.map((held) => held?.message ?? null);
    const parts = listsOf(messages).map((value, shard) => ({ part: openPart, shard, value: value as unknown }));
    parts.push({ part: openPart, shard: FACTS, value: messages.map((message) => message && factsOf(message)) });
    this.counters = await this.store.write({ parts, counters: { ...this.counters, openPart: openPart + 1 } });
    this.pending = [];
  }

  private async takeOut({ part, place, message }: Stored): Promise<void> {
    this.revision++;
    const counters = { ...this.counters, messages: this.counters.messages - 1 };
    const isOpen = part === this.counters.openPart;
    const parts = isOpen ? [] : await this.partWithout(part, place, message);
    this.counters = await this.store.write({ remove: [message.eventId], parts, counters });
    if (isOpen) this.pending[place] = null;
  }

  private async partWithout(part: number, place: number, message: IndexedMessage) {
    const shards = [...new Set(wordsOf(searchedText(message)).map(shardOf))];
    const lists = await Promise.all(
      shards.map(async (shard) => {
        const list = (await this.store.part<WordList>(part, shard)) ?? [];
        return { part, shard, value: withoutPlace(list, place) as unknown };
      }),
    );
    const facts = (await this.store.part<(Facts | null)[]>(part, FACTS)) ?? [];
    return [...lists, { part, shard: FACTS, value: facts.with(place, null) as unknown }];
  }

  private async search(query: IndexQuery): Promise<IndexAnswer> {
    const best = new Best(query.order, query.offset + query.limit);
    this.searchPending(query, best);
    for (let last = this.counters.openPart - 1; last > 0; last -= AT_ONCE) {
      const parts = Array.from({ length: Math.min(AT_ONCE, last) }, (_, offset) => last - offset);
      await Promise.all(parts.map((part) => this.searchPart(part, query, best)));
    }
    const page = best.sorted().slice(query.offset, query.offset + query.limit);
    const stored = await Promise.all(page.map(({ eventId }) => this.store.message(eventId)));
    return { messages: stored.flatMap((found) => (found ? [found.message] : [])), total: best.total };
  }

  private searchPending({ terms, accepts }: IndexQuery, best: Best): void {
    for (const held of this.pending) {
      if (!held) continue;
      const score = scoreOf(held.words, terms);
      const facts = score > 0 ? factsOf(held.message) : null;
      if (facts && accepts(facts)) best.add({ eventId: facts.eventId, at: facts.at, score });
    }
  }

  private async searchPart(part: number, { terms, accepts }: IndexQuery, best: Best): Promise<void> {
    const lists = new Map<number, WordList>();
    for (const shard of new Set(terms.map(({ word }) => shardOf(word)))) {
      lists.set(shard, (await this.store.part<WordList>(part, shard)) ?? []);
    }
    const found = intersection(terms.map((term) => placesOf(lists.get(shardOf(term.word)) ?? [], term)));
    if (found.size === 0) return;
    const facts = (await this.store.part<(Facts | null)[]>(part, FACTS)) ?? [];
    for (const [place, score] of found) {
      const known = facts[place];
      if (known && accepts(known)) best.add({ eventId: known.eventId, at: known.at, score });
    }
  }

  private hold(place: number, message: IndexedMessage): void {
    while (this.pending.length < place) this.pending.push(null);
    this.pending[place] = { message, words: new Set(wordsOf(searchedText(message))) };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.turn.then(work, work);
    this.turn = next.catch(() => undefined);
    return next;
  }
}

/** The same object as `before` when nothing changes. */
function merged(before: IndexedMessage, next: IndexedMessage): IndexedMessage {
  // Only the author edits; what somebody else sent in their name gives way to the message itself.
  if (before.sender !== next.sender) return next.version === 0 && before.version > 0 ? next : before;
  if (next.version === 0) {
    if (before.version === 0 || before.at === next.at) return before;
    return { ...before, at: next.at, threadId: next.threadId };
  }
  if (next.version <= before.version) return before;
  return { ...next, at: before.at, threadId: before.threadId };
}

function scoreOf(words: Set<string>, terms: Term[]): number {
  let total = 0;
  for (const term of terms) {
    let best = 0;
    for (const word of words) best = Math.max(best, closeness(term, word));
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

/** The first so many candidates in an order, without holding all of them. */
class Best {
  total = 0;
  private kept: Candidate[] = [];

  constructor(
    private readonly order: Order,
    private readonly most: number,
  ) {}

  add(candidate: Candidate): void {
    this.total++;
    this.kept.push(candidate);
    if (this.kept.length >= this.most + SLACK) this.kept = this.sorted();
  }

  sorted(): Candidate[] {
    const byTime = (a: Candidate, b: Candidate) => b.at - a.at;
    const compare =
      this.order === 'newest' ? byTime : (a: Candidate, b: Candidate) => b.score - a.score || byTime(a, b);
    return this.kept.toSorted(compare).slice(0, this.most);
  }
}
