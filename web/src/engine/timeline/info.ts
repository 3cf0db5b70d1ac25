// SPDX-License-Identifier: EUPL-1.2
// What one may want to know about a message: who has read it and what is pinned; and reporting it.
import { type MatrixEvent, Method, type Room } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { memberProfile } from '../rooms/profiles';
import { EngineError } from '../rpc/errors';
import type { Reader } from '../rpc/models';
import type { Handlers, TopicSource } from '../rpc/server';
import type { Session } from '../session';
import { threadOf } from '../threads/relation';
import type { Threads } from '../threads/threads';
import { Lookups } from './lookups';
import { pinnedIn } from './pins';

const REBUILD_MS = 50;

type InfoCalls = Pick<Handlers, 'timeline.readers' | 'messages.report'>;

export function infoCalls(session: Session, threads: Threads): InfoCalls {
  return {
    'timeline.readers': async ({ roomId, eventId }) => ({
      readers: readersOf(session, threads, roomOf(session, roomId), eventId),
    }),
    'messages.report': async ({ roomId, eventId, reason }) => {
      const path = `/rooms/${encodeURIComponent(roomId)}/report/${encodeURIComponent(eventId)}`;
      await session.client.http.authedRequest(Method.Post, path, undefined, { reason });
      return null;
    },
  };
}

/** Everything that is pinned in a chat, newest pin first. */
export function pinsTopic(session: Session, threads: Threads): TopicSource<'pins'> {
  return ({ roomId }, emit) => {
    const room = roomOf(session, roomId);
    const soon = coalesce(() => tell(), REBUILD_MS);
    const lookups = new Lookups(session, room, threads, soon);
    const tell = () =>
      emit(
        pinnedIn(room)
          .toReversed()
          .map((eventId) => ({ ...lookups.quote(eventId), at: lookups.sentAt(eventId) })),
      );
    const stop = session.changes.on('room', (changed) => {
      if (changed === roomId) soon();
    });
    tell();
    return () => {
      soon.cancel();
      stop();
    };
  };
}

/** Whoever has a receipt at the message or at a later one has read it; the newest reader first. */
function readersOf(session: Session, threads: Threads, room: Room, eventId: string): Reader[] {
  const event = threads.find(room, eventId);
  if (!event) throw new EngineError('not_found', 'The message is not loaded.');
  const rootId = threadOf(event);
  const found = rootId ? inThread(threads, room, rootId, event) : inMain(room, event);
  const not = new Set([session.userId, event.getSender()]);
  return [...found]
    .filter(([userId]) => !not.has(userId))
    .map(([userId, at]) => ({ ...memberProfile(room, userId), at }))
    .sort((a, b) => b.at - a.at);
}

function inMain(room: Room, event: MatrixEvent): Map<string, number> {
  const events = room.getLiveTimeline().getEvents();
  const from = Math.max(
    events.findIndex((known) => known.getId() === event.getId()),
    0,
  );
  const found = new Map<string, number>();
  for (const later of events.slice(from)) {
    for (const { userId, type, data } of room.getReceiptsForEvent(later)) {
      if (type !== 'm.fully_read') found.set(userId, data.ts);
    }
  }
  return found;
}

function inThread(threads: Threads, room: Room, rootId: string, event: MatrixEvent): Map<string, number> {
  const times = new Map(
    threads
      .log(room, rootId)
      .replies()
      .map((reply) => [reply.getId() ?? '', reply.getTs()]),
  );
  const receipts = [...threads.receipts.of(rootId)];
  const read = receipts.filter(([, receipt]) => (times.get(receipt.eventId) ?? receipt.at) >= event.getTs());
  return new Map(read.map(([userId, receipt]) => [userId, receipt.at]));
}

function roomOf(session: Session, roomId: string): Room {
  const room = session.client.getRoom(roomId);
  if (!room) throw new EngineError('not_found', 'The person is not in this room.');
  return room;
}
