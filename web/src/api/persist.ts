// SPDX-License-Identifier: EUPL-1.2
// Keeps the directory on this device, so that it can be read without a connection.
import { type DehydratedState, dehydrate, hydrate, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { type IDBPDatabase, openDB } from 'idb';

const NAME = 'chancery-directory';
const STORE = 'cache';
const SAVE_DELAY_MS = 2000;

/** Only the directory: units, people and cards. */
const isKept = (key: QueryKey): boolean => key[0] === 'org';

let database: Promise<IDBPDatabase> | null = null;

/** Async, so that a browser without storage rejects instead of throwing. */
async function open(): Promise<IDBPDatabase> {
  database ??= openDB(NAME, 1, { upgrade: (db) => void db.createObjectStore(STORE) });
  return database;
}

/** Puts back what was kept for this person and keeps what changes from now on. Failing storage only means no cache. */
export function persistDirectory(client: QueryClient, userId: string, delayMs = SAVE_DELAY_MS): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async () => {
    const state = dehydrate(client, {
      shouldDehydrateQuery: (query) => isKept(query.queryKey) && query.state.status === 'success',
    });
    await (await open()).put(STORE, state, userId);
  };
  const ignore = () => undefined;
  const restored = open()
    .then((db) => db.get(STORE, userId))
    .then((state: Partial<DehydratedState> | undefined) => state && hydrate(client, state))
    .catch(ignore);
  const stop = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !isKept(event.query.queryKey)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void restored.then(save).catch(ignore), delayMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

export async function forgetDirectory(): Promise<void> {
  try {
    await (await open()).clear(STORE);
  } catch {
    // Storage that cannot be opened holds nothing.
  }
}
