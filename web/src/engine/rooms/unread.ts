// SPDX-License-Identifier: EUPL-1.2
// Unread messages of a room by the definition in `rpc/unread.ts`, read from what this device holds.
import { type MatrixEvent, NotificationCountType, type Room } from 'matrix-js-sdk';
import { readPosition } from '../rpc/unread';
import { threadOf } from '../threads/relation';
import type { Threads } from '../threads/threads';
import { isMessageLike } from './messages';

export interface Unread {
  count: number;
  highlights: number;
}

/** Events outside of threads after the person's place; null while that place is not in memory. */
function newInMain(room: Room, me: string): { events: MatrixEvent[]; placed: boolean } {
  const events = room
    .getLiveTimeline()
    .getEvents()
    .filter((event) => threadOf(event) === null);
  const places = events.map((event) => ({ id: event.getId(), sender: event.getSender() }));
  const at = readPosition(places, room.getEventReadUpTo(me), me);
  return { events: events.slice(at + 1), placed: at >= 0 };
}

/** Counted here while the place is known, because only this device can read encrypted messages; else by the server. */
export function unreadInMain(room: Room, me: string): Unread {
  if (room.getMyMembership() !== 'join') return { count: 0, highlights: 0 };
  const { events, placed } = newInMain(room, me);
  const count = events.filter((event) => isMessageLike(event) && !event.isRedacted()).length;
  const highlights = room.getRoomUnreadNotificationCount(NotificationCountType.Highlight);
  if (placed) return { count, highlights: Math.min(highlights, count) };
  return { count: Math.max(count, room.getRoomUnreadNotificationCount(NotificationCountType.Total)), highlights };
}

/** Whether this event is among those that the list counts. */
export function isNewEvent(threads: Threads, room: Room, me: string, event: MatrixEvent): boolean {
  const threadId = threadOf(event);
  if (threadId) return threads.isUnread(room, threadId, event);
  return newInMain(room, me).events.includes(event);
}

export const MARKED = 'm.marked_unread';

export function isMarkedUnread(room: Room): boolean {
  return room.getAccountData(MARKED)?.getContent().unread === true;
}
