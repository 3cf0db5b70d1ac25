// SPDX-License-Identifier: EUPL-1.2
// What a sync hands to the crypto library, guarded so that an interruption in its midst loses no room key.
//
// The library stores a new Olm session in one transaction, and the room keys that came through it in a later one. A
// worker that ends between the two keeps a session that has used up its first message: the server sends that message
// again, it cannot be decrypted any more, and the keys in it are lost. So we note which senders open new sessions, and
// at the next start forget the sessions of an intake that never came to its end.

import { openDB } from 'idb';
import type { MatrixClient } from 'matrix-js-sdk';
import type { SyncCryptoCallbacks } from 'matrix-js-sdk/lib/common-crypto/CryptoBackend';
import type { SyncCache } from '../lib/cache';
import type { SessionStore } from '../lib/store';

type SyncCryptoChanges = Parameters<SyncCryptoCallbacks['processSyncChanges']>[0];
type ToDeviceEvent = SyncCryptoChanges['toDeviceEvents'][number];

interface Intake {
  senders: string[];
  /** Keys of the Olm sessions with these senders before it. */
  sessions: IDBValidKey[];
  /** How many messages had been decrypted before it; the transaction that stores the room keys adds to them. */
  decrypted: number;
}

interface OlmContent {
  algorithm?: unknown;
  sender_key?: unknown;
  ciphertext?: Record<string, { type?: unknown } | undefined>;
}

const NOTE = 'crypto.intake';
const OLM = 'm.olm.v1.curve25519-aes-sha2';
const PRE_KEY = 0;
/** Between the parts of a key in the library's stores, and after all keys that begin with the same part. */
const SEPARATOR = '\u001d';
const RANGE_END = '\u001e';

export interface IntakeOptions {
  client: MatrixClient;
  cache: SyncCache;
  store: SessionStore;
  /** Prefix of the crypto library's databases. */
  prefix: string;
  /** The library failed in the midst; returns whether the session begins anew. */
  onBroken(): boolean;
}

/** Notes each intake that opens sessions, and keeps the old sync token when one fails. */
export function guardIntake({ client, cache, store, prefix, onBroken }: IntakeOptions): void {
  const crypto = client.getCrypto() as unknown as SyncCryptoCallbacks;
  const take = crypto.processSyncChanges.bind(crypto);
  crypto.processSyncChanges = async (changes) => {
    const senders = openingSenders(changes.toDeviceEvents);
    if (senders.length > 0) await store.set(NOTE, await look(prefix, senders));
    try {
      const received = await take(changes);
      if (senders.length > 0) await store.set(NOTE, null);
      return received;
    } catch (reason) {
      if (onBroken()) stopBefore(client, cache);
      throw reason;
    }
  };
}

/** Before the library opens its stores: undoes an intake that was cut off, so that its messages can be read again. */
export async function mendIntake(store: SessionStore, prefix: string): Promise<void> {
  const before = await store.get<Intake>(NOTE);
  if (!before) return;
  const now = await look(prefix, before.senders);
  if (now.decrypted === before.decrypted) await forget(prefix, without(now.sessions, before.sessions));
  await store.set(NOTE, null);
}

/** The server must not hear of the token, or it would take the messages as received. */
function stopBefore(client: MatrixClient, cache: SyncCache): void {
  cache.hold();
  client.stopClient();
}

function openingSenders(events: ToDeviceEvent[]): string[] {
  const senders = events.flatMap(({ content }) => {
    const { algorithm, sender_key: sender, ciphertext } = content as OlmContent;
    if (algorithm !== OLM || typeof sender !== 'string' || !ciphertext) return [];
    return Object.values(ciphertext).some((part) => part?.type === PRE_KEY) ? [sender] : [];
  });
  return [...new Set(senders)];
}

async function look(prefix: string, senders: string[]): Promise<Intake> {
  const db = await openCrypto(prefix);
  try {
    const transaction = db.transaction(['session', 'olm_hashes']);
    const [decrypted, ...sessions] = await Promise.all([
      transaction.objectStore('olm_hashes').count(),
      ...senders.map((sender) => transaction.objectStore('session').getAllKeys(sessionsOf(sender))),
    ]);
    return { senders, sessions: sessions.flat(), decrypted };
  } finally {
    db.close();
  }
}

async function forget(prefix: string, sessions: IDBValidKey[]): Promise<void> {
  const db = await openCrypto(prefix);
  try {
    const transaction = db.transaction('session', 'readwrite');
    for (const key of sessions) void transaction.store.delete(key);
    await transaction.done;
  } finally {
    db.close();
  }
}

function sessionsOf(sender: string): IDBKeyRange {
  return IDBKeyRange.bound(sender + SEPARATOR, sender + RANGE_END);
}

function without(keys: IDBValidKey[], known: IDBValidKey[]): IDBValidKey[] {
  const before = new Set(known);
  return keys.filter((key) => !before.has(key));
}

function openCrypto(prefix: string) {
  return openDB(`${prefix}::matrix-sdk-crypto`);
}
