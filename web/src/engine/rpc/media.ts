// SPDX-License-Identifier: EUPL-1.2
// Object URLs for media, shared by all components that show the same bytes.
import type { Engine } from './client';
import { EngineError } from './errors';
import type { EngineStatus, MediaSource } from './protocol';

export interface HeldMedia {
  url: string;
  name: string;
  mimeType: string;
}

type Tell = (held: HeldMedia | null, error: EngineError | null) => void;

interface Entry {
  holders: Set<Tell>;
  held: HeldMedia | null;
}

/** Long enough for a picture to be scrolled out of the list and back without a second download. */
const KEEP_MS = 60_000;

const entries = new WeakMap<Engine, Map<string, Entry>>();

/** Fetches `source` once for all holders; the URL is revoked some time after the last holder let go. */
export function holdMedia(engine: Engine, source: MediaSource, tell: Tell): () => void {
  const key = JSON.stringify(source);
  const known = entriesOf(engine);
  const entry = known.get(key) ?? startFetch(engine, known, key, source);
  entry.holders.add(tell);
  if (entry.held) tell(entry.held, null);
  return () => {
    entry.holders.delete(tell);
    setTimeout(() => releaseIfIdle(known, key, entry), KEEP_MS);
  };
}

function entriesOf(engine: Engine): Map<string, Entry> {
  const known = entries.get(engine) ?? new Map<string, Entry>();
  entries.set(engine, known);
  return known;
}

function startFetch(engine: Engine, known: Map<string, Entry>, key: string, source: MediaSource): Entry {
  const entry: Entry = { holders: new Set(), held: null };
  known.set(key, entry);
  engine.call('media.get', { source }).then(
    ({ blob, name, mimeType }) => {
      entry.held = { url: URL.createObjectURL(blob), name, mimeType };
      for (const tell of entry.holders) tell(entry.held, null);
    },
    (reason: unknown) => {
      known.delete(key);
      const error = reason instanceof EngineError ? reason : new EngineError('internal', String(reason));
      for (const tell of entry.holders) tell(null, error);
    },
  );
  return entry;
}

function releaseIfIdle(known: Map<string, Entry>, key: string, entry: Entry): void {
  if (entry.holders.size > 0 || known.get(key) !== entry) return;
  known.delete(key);
  if (entry.held) URL.revokeObjectURL(entry.held.url);
}

/** On our own server the session cookie opens avatars, so the browser may fetch and cache them itself. */
export function directMediaUrl(status: EngineStatus, mxc: string, pixels: number): string | null {
  if (!status.cookieSession || status.homeserver !== location.origin) return null;
  const [, server, mediaId] = /^mxc:\/\/([^/]+)\/([^/?#]+)$/.exec(mxc) ?? [];
  if (!server || !mediaId) return null;
  return `/_matrix/client/v1/media/thumbnail/${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}?width=${pixels}&height=${pixels}&method=crop`;
}
