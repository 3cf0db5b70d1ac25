// SPDX-License-Identifier: EUPL-1.2
// One page out of two ordered lists: this device's and the server's, and where the next page begins in each.
import type { IndexedMessage } from './message';
import type { ServerPage } from './server';

/** `local` and `skip` count messages; `token` names the server's page, null when the server has no more. */
export interface Cursor {
  local: number;
  token: string | null;
  skip: number;
  serverDone: boolean;
}

export const START: Cursor = { local: 0, token: null, skip: 0, serverDone: false };

export interface Halves {
  local: IndexedMessage[];
  localMore: boolean;
  server: ServerPage;
}

export interface Page {
  messages: IndexedMessage[];
  next: Cursor | null;
}

/** By relevance the lists take turns, because their ranks cannot be compared. */
export function merge(from: Cursor, halves: Halves, byTime: boolean, limit: number): Page {
  const { local, localMore, server } = halves;
  const remote = server.messages.slice(from.skip);
  const messages: IndexedMessage[] = [];
  let [mine, theirs] = [0, 0];
  while (messages.length < limit) {
    const [a, b] = [local[mine], remote[theirs]];
    // What has been read of one list ends here; messages of the other one may belong behind what follows.
    if ((!a && localMore) || (!b && server.next !== null && theirs > 0)) break;
    if (!a && !b) break;
    const takesMine = a && (!b || (byTime ? a.at >= b.at : mine <= theirs));
    messages.push((takesMine ? local[mine++] : remote[theirs++]) as IndexedMessage);
  }
  return { messages, next: nextCursor(from, halves, mine, theirs) };
}

function nextCursor(from: Cursor, halves: Halves, mine: number, theirs: number): Cursor | null {
  const { local, localMore, server } = halves;
  const pageDone = from.skip + theirs >= server.messages.length;
  const serverDone = from.serverDone || (pageDone && server.next === null);
  if (serverDone && !localMore && mine >= local.length) return null;
  const place = pageDone ? { token: server.next, skip: 0 } : { token: from.token, skip: from.skip + theirs };
  return { local: from.local + mine, ...place, serverDone };
}

export function encodeCursor(cursor: Cursor | null): string | null {
  return cursor && JSON.stringify(cursor);
}

export function decodeCursor(text: string | undefined): Cursor {
  return text ? (JSON.parse(text) as Cursor) : START;
}
