// SPDX-License-Identifier: EUPL-1.2
// The database of the index: sealed messages, sealed parts of the word lists, and how far each room has been read.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { makeKey, open, type Sealed, seal } from './cipher';
import type { IndexedMessage } from './message';

/** `part`: the list of words that the message stands in; `place`: its number there. */
interface MessageRecord {
  eventId: string;
  part: number;
  place: number;
  sealed: Sealed;
}

export interface RoomProgress {
  roomId: string;
  /** Where to read on backwards; null at the newest message. */
  token: string | null;
  done: boolean;
  /** Beginnings of stretches that were missed while this device was away. */
  gaps: string[];
  /** Some messages could not be decrypted yet. */
  locked: boolean;
}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  messages: { key: string; value: MessageRecord; indexes: { part: number } };
  parts: { key: [number, number]; value: Sealed };
  rooms: { key: string; value: RoomProgress };
  values: { key: string; value: unknown };
}

export interface Stored {
  part: number;
  place: number;
  message: IndexedMessage;
}

export interface Counters {
  /** The part that is still being filled. */
  openPart: number;
  messages: number;
  bytes: number;
}

const VERSION = 1;
const STORES = ['messages', 'parts', 'rooms', 'values', 'keys'] as const;
const EMPTY: Counters = { openPart: 1, messages: 0, bytes: 0 };

/** Changes of one write: they come all or none. */
export interface Change {
  put?: Stored[];
  remove?: string[];
  parts?: { part: number; shard: number; value: unknown }[];
  counters: Counters;
}

export class IndexStore {
  private constructor(
    private readonly db: IDBPDatabase<Schema>,
    private key: CryptoKey,
  ) {}

  static async open(name: string): Promise<IndexStore> {
    const db = await openDB<Schema>(name, VERSION, { upgrade });
    return new IndexStore(db, await keyOf(db));
  }

  async counters(): Promise<Counters> {
    return ((await this.db.get('values', 'counters')) as Counters | undefined) ?? EMPTY;
  }

  async message(eventId: string): Promise<Stored | null> {
    const record = await this.db.get('messages', eventId);
    return record ? this.unsealed(record) : null;
  }

  async known(eventIds: string[]): Promise<Set<string>> {
    const transaction = this.db.transaction('messages');
    const keys = await Promise.all(eventIds.map((eventId) => transaction.store.getKey(eventId)));
    return new Set(keys.filter((key) => key !== undefined));
  }

  async messagesOf(part: number): Promise<Stored[]> {
    const records = await this.db.getAllFromIndex('messages', 'part', part);
    const all = await Promise.all(records.map((record) => this.unsealed(record)));
    return all.sort((a, b) => a.place - b.place);
  }

  async part<T>(part: number, shard: number): Promise<T | null> {
    const sealed = await this.db.get('parts', [part, shard]);
    return sealed ? open<T>(this.key, `part:${part}:${shard}`, sealed) : null;
  }

  /** Returns the counters with the sizes of what was written. */
  async write({ put = [], remove = [], parts = [], counters }: Change): Promise<Counters> {
    const messages = await Promise.all(put.map((stored) => this.sealed(stored)));
    const lists = await Promise.all(
      parts.map(async ({ part, shard, value }) => ({
        key: [part, shard] as [number, number],
        sealed: await seal(this.key, `part:${part}:${shard}`, value),
      })),
    );
    const transaction = this.db.transaction(['messages', 'parts', 'values'], 'readwrite');
    const store = transaction.objectStore('messages');
    const partStore = transaction.objectStore('parts');
    const removed = await Promise.all(remove.map((eventId) => store.get(eventId)));
    const replaced = await Promise.all(lists.map(({ key }) => partStore.get(key)));
    const before = sizeOf([...removed.map((record) => record?.sealed), ...replaced]);
    const after = sizeOf([...messages, ...lists].map(({ sealed }) => sealed));
    const next = { ...counters, bytes: counters.bytes + after - before };
    for (const eventId of remove) void store.delete(eventId);
    for (const record of messages) void store.put(record);
    for (const { key, sealed } of lists) void partStore.put(sealed, key);
    void transaction.objectStore('values').put(next, 'counters');
    await transaction.done;
    return next;
  }

  rooms(): Promise<RoomProgress[]> {
    return this.db.getAll('rooms');
  }

  async putRoom(room: RoomProgress): Promise<void> {
    await this.db.put('rooms', room, room.roomId);
  }

  async isOff(): Promise<boolean> {
    return (await this.db.get('values', 'off')) === true;
  }

  /** Erases everything, the key as well, so that copies of the disk's old blocks open no more. */
  async clear(off: boolean): Promise<void> {
    const transaction = this.db.transaction(STORES, 'readwrite');
    for (const name of STORES) void transaction.objectStore(name).clear();
    void transaction.objectStore('values').put(off, 'off');
    await transaction.done;
    this.key = await keyOf(this.db);
  }

  close(): void {
    this.db.close();
  }

  private async sealed({ part, place, message }: Stored): Promise<MessageRecord> {
    const { eventId } = message;
    return { eventId, part, place, sealed: await seal(this.key, `message:${eventId}`, message) };
  }

  private async unsealed({ eventId, part, place, sealed }: MessageRecord): Promise<Stored> {
    return { part, place, message: await open<IndexedMessage>(this.key, `message:${eventId}`, sealed) };
  }
}

function sizeOf(all: (Sealed | undefined)[]): number {
  return all.reduce((sum, sealed) => sum + (sealed?.data.byteLength ?? 0), 0);
}

function upgrade(db: IDBPDatabase<Schema>): void {
  db.createObjectStore('messages', { keyPath: 'eventId' }).createIndex('part', 'part');
  for (const name of ['keys', 'parts', 'rooms', 'values'] as const) db.createObjectStore(name);
}

async function keyOf(db: IDBPDatabase<Schema>): Promise<CryptoKey> {
  const known = await db.get('keys', 'key');
  if (known) return known;
  const made = await makeKey();
  await db.put('keys', made, 'key');
  return made;
}
