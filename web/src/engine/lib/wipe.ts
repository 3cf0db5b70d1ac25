// SPDX-License-Identifier: EUPL-1.2
// Erases what a session has stored in the browser.
import type { StartParams } from '../rpc/models';

const PREFIXES = ['chancery-session:', 'chancery-search:', 'chancery-crypto:', 'matrix-js-sdk:chancery:'];

/** Names of the stores of one device of one person. */
export function storeNames({ userId, deviceId }: Pick<StartParams, 'userId' | 'deviceId'>) {
  const owner = `${userId}:${deviceId}`;
  return {
    session: `chancery-session:${owner}`,
    search: `chancery-search:${owner}`,
    crypto: `chancery-crypto:${owner}`,
    sync: `chancery:${owner}`,
  };
}

/**
 * Erases the stores of all sessions but `kept`. Deleting a database waits until the crypto library's memory is collected,
 * which can take half a minute, so the contents go first and the empty databases follow when they can.
 */
export async function wipeStores(kept: StartParams | null): Promise<void> {
  const owner = kept ? `${kept.userId}:${kept.deviceId}` : null;
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
  const doomed = names.filter((name) => PREFIXES.some((prefix) => name.startsWith(prefix)) && !isOf(name, owner));
  await Promise.all(doomed.map(clear));
  for (const name of doomed) indexedDB.deleteDatabase(name);
}

function isOf(name: string, owner: string | null): boolean {
  return owner !== null && (name.endsWith(`:${owner}`) || name.includes(`:${owner}::`));
}

function clear(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      const stores = [...db.objectStoreNames];
      if (stores.length === 0) return finish(db, resolve);
      const transaction = db.transaction(stores, 'readwrite');
      for (const store of stores) transaction.objectStore(store).clear();
      transaction.oncomplete = () => finish(db, resolve);
      transaction.onerror = () => reject(transaction.error);
    };
  });
}

function finish(db: IDBDatabase, resolve: () => void): void {
  db.close();
  resolve();
}
