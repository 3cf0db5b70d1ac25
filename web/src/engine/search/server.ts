// SPDX-License-Identifier: EUPL-1.2
// The server's part of a search: messages of rooms without encryption.
import { type IRoomEvent, MatrixEvent, Method } from 'matrix-js-sdk';
import type { MessageSearch } from '../rpc/models';
import type { Session } from '../session';
import { isEncryptedRoom } from './feed';
import { accepts } from './filter';
import { type IndexedMessage, readMessage } from './message';
import { factsOf } from './part';

interface Answer {
  search_categories?: {
    room_events?: { count?: number; next_batch?: string; results?: { result?: IRoomEvent }[] };
  };
}

export interface ServerPage {
  messages: IndexedMessage[];
  next: string | null;
  total: number;
}

export const NOTHING: ServerPage = { messages: [], next: null, total: 0 };
/** Filters that the server does not know are applied here; a page may then be short. */
const MOST_PAGES = 4;
const PAGE = 50;

/** A page of the server, or of several when the filters leave little of one; it always begins at `from`. */
export async function searchServer(session: Session, search: MessageSearch, from: string | null): Promise<ServerPage> {
  const page = await ask(session, search, from);
  let { next } = page;
  const messages = [...page.messages];
  for (let asked = 1; messages.length === 0 && next !== null && asked < MOST_PAGES; asked++) {
    const more = await ask(session, search, next);
    messages.push(...more.messages);
    next = more.next;
  }
  return { messages, next, total: page.total };
}

async function ask(session: Session, search: MessageSearch, from: string | null): Promise<ServerPage> {
  const filter = {
    limit: PAGE,
    types: ['m.room.message'],
    ...(search.roomId ? { rooms: [search.roomId] } : {}),
    ...(search.sender ? { senders: [search.sender] } : {}),
  };
  const wanted = {
    search_term: search.query,
    keys: ['content.body'],
    order_by: search.order === 'newest' ? 'recent' : 'rank',
    filter,
    // Of our own server; another one does not know them, and what it finds is filtered here.
    ...(search.since === undefined ? {} : { 'org.chancery.since': search.since }),
    ...(search.until === undefined ? {} : { 'org.chancery.until': search.until }),
  };
  const body = { search_categories: { room_events: wanted } };
  const query = from ? { next_batch: from } : {};
  const answer = await session.client.http.authedRequest<Answer>(Method.Post, '/search', query, body);
  const found = answer.search_categories?.room_events;
  const results = found?.results ?? [];
  const messages = results.flatMap(({ result }) => (result ? readResult(session, search, result) : []));
  const next = results.length > 0 ? (found?.next_batch ?? null) : null;
  return { messages, next, total: isFiltered(search) ? messages.length : (found?.count ?? messages.length) };
}

function readResult(session: Session, search: MessageSearch, result: IRoomEvent): IndexedMessage[] {
  const room = session.client.getRoom(result.room_id);
  // What was said before a room became encrypted stands in the index of this device, too.
  if (!room || isEncryptedRoom(room)) return [];
  const event = new MatrixEvent(result);
  const message = readMessage(event);
  return message && accepts(search, factsOf(message)) ? [newest(event, message)] : [];
}

/** The server sends the newest text along. */
function newest(event: MatrixEvent, message: IndexedMessage): IndexedMessage {
  const edit = event.getServerAggregatedRelation<IRoomEvent>('m.replace');
  const edited = edit?.content ? readMessage(new MatrixEvent({ ...edit, room_id: message.roomId })) : null;
  return edited ? { ...edited, eventId: message.eventId, at: message.at, threadId: message.threadId } : message;
}

function isFiltered({ kind, since, until }: MessageSearch): boolean {
  return kind !== 'any' || since !== undefined || until !== undefined;
}
