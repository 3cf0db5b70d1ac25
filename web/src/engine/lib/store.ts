// SPDX-License-Identifier: EUPL-1.2
// The engine's own IndexedDB: the session, queued sends, drafts and antivirus verdicts.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { OutboxRecord } from '../outbox/record';
import type { StartParams } from '../rpc/models';

const SHARED_DB = 'chancery-engine';
const SHARED_VERSION = 1;
const SESSION_DB_VERSION = 1;

interface SharedSchema extends DBSchema {
  values: { key: string; value: unknown };
}

interface SessionSchema extends DBSchema {
  outbox: { key: string; value: OutboxRecord };
  drafts: { key: string; value: string };
  values: { key: string; value: unknown };
}

/** What outlives a session: who is signed in here, and the antivirus rules. */
export class SharedStore {
  private constructor(private readonly db: IDBPDatabase<SharedSchema>) {}

  static async open(): Promise<SharedStore> {
    const upgrade = (db: IDBPDatabase<SharedSchema>) => void db.createObjectStore('values');
    return new SharedStore(await openDB<SharedSchema>(SHARED_DB, SHARED_VERSION, { upgrade }));
  }

  async session(): Promise<StartParams | null> {
    return ((await this.db.get('values', 'session')) as StartParams | undefined) ?? null;
  }

  async setSession(params: StartParams | null): Promise<void> {
    if (params) await this.db.put('values', params, 'session');
    else await this.db.delete('values', 'session');
  }

  async get<V>(name: string): Promise<V | null> {
    return ((await this.db.get('values', name)) as V | undefined) ?? null;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.db.put('values', value, name);
  }
}

/** What belongs to one device of one person and is wiped at sign-out. */
export class SessionStore {
  private constructor(private readonly db: IDBPDatabase<SessionSchema>) {}

  static async open(name: string): Promise<SessionStore> {
    const db = await openDB<SessionSchema>(name, SESSION_DB_VERSION, {
      upgrade(created) {
        created.createObjectStore('outbox', { keyPath: 'key' });
        created.createObjectStore('drafts');
        created.createObjectStore('values');
      },
    });
    return new SessionStore(db);
  }

  async outbox(): Promise<OutboxRecord[]> {
    const records = await this.db.getAll('outbox');
    return records.sort((a, b) => a.order - b.order);
  }

  async putOutbox(record: OutboxRecord): Promise<void> {
    await this.db.put('outbox', record);
  }

  async dropOutbox(key: string): Promise<void> {
    await this.db.delete('outbox', key);
  }

  async drafts(): Promise<Map<string, string>> {
    const [rooms, texts] = await Promise.all([this.db.getAllKeys('drafts'), this.db.getAll('drafts')]);
    return new Map(rooms.map((roomId, index) => [roomId, texts[index] ?? '']));
  }

  async setDraft(roomId: string, text: string): Promise<void> {
    if (text) await this.db.put('drafts', text, roomId);
    else await this.db.delete('drafts', roomId);
  }

  async get<V>(name: string): Promise<V | null> {
    return ((await this.db.get('values', name)) as V | undefined) ?? null;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.db.put('values', value, name);
  }

  close(): void {
    this.db.close();
  }
}
