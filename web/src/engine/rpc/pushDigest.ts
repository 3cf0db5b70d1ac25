// SPDX-License-Identifier: EUPL-1.2
// What the service worker needs for a push while no page is open: names of chats, quiet hours, the language.
import type { QuietHours } from './models/alerts';

/** Emptied when the person signs out. */
export const PUSH_CACHE = 'push';

export interface PushDigest {
  /** Room id to the name shown in the list. */
  names: Record<string, string>;
  /** Rooms that tell of nothing. */
  muted: string[];
  quiet: QuietHours;
}

const DIGEST = '/push/digest';
const LANGUAGE = '/push/language';

async function write(place: string, value: unknown): Promise<void> {
  const cache = await caches.open(PUSH_CACHE);
  await cache.put(place, new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } }));
}

async function read<T>(place: string): Promise<T | null> {
  const found = await caches.match(place, { cacheName: PUSH_CACHE });
  return found ? ((await found.json()) as T) : null;
}

export const writePushDigest = (digest: PushDigest) => write(DIGEST, digest);
export const readPushDigest = () => read<PushDigest>(DIGEST);
export const writePushLanguage = (language: string) => write(LANGUAGE, language);
export const readPushLanguage = () => read<string>(LANGUAGE);
