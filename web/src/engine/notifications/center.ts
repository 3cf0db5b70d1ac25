// SPDX-License-Identifier: EUPL-1.2
// The notification centre: what happened to the person in all chats, from what this device holds.
import type { MatrixEvent, Room } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { isMessageLike } from '../rooms/messages';
import { memberProfile } from '../rooms/profiles';
import { alertsOf } from '../rooms/summary';
import { isNewEvent } from '../rooms/unread';
import type { NotificationItem, NotificationList } from '../rpc/models';
import type { TopicSource } from '../rpc/server';
import type { Session } from '../session';
import { isFallback, threadOf } from '../threads/relation';
import type { Threads } from '../threads/threads';
import { readContent } from '../timeline/content';
import { replyTarget } from '../timeline/items';

const REBUILD_MS = 250;
const PER_ROOM = 60;
const MAX_ITEMS = 100;

export function notificationsTopic(session: Session, threads: Threads): TopicSource<'notifications'> {
  return (_params, emit) => {
    const byRoom = new Map<string, NotificationItem[]>();
    const dirty = new Set(session.client.getRooms().map((room) => room.roomId));
    const tell = () => {
      for (const roomId of dirty) refresh(session, threads, byRoom, roomId);
      dirty.clear();
      emit(merge(byRoom));
    };
    const soon = coalesce(tell, REBUILD_MS);
    const all = () => {
      for (const room of session.client.getRooms()) dirty.add(room.roomId);
      soon();
    };
    tell();
    const stops = [
      session.changes.on('room', (roomId) => {
        dirty.add(roomId);
        soon();
      }),
      session.changes.on('accountData', (type) => {
        if (type === 'm.push_rules') all();
      }),
    ];
    return () => {
      soon.cancel();
      for (const stop of stops) stop();
    };
  };
}

function refresh(session: Session, threads: Threads, byRoom: Map<string, NotificationItem[]>, roomId: string): void {
  const room = session.client.getRoom(roomId);
  if (room) byRoom.set(roomId, ofRoom(session, threads, room));
  else byRoom.delete(roomId);
}

function merge(byRoom: ReadonlyMap<string, NotificationItem[]>): NotificationList {
  const items = [...byRoom.values()].flat().sort((a, b) => b.at - a.at);
  const kept = items.slice(0, MAX_ITEMS);
  return { items: kept, unread: kept.filter((item) => item.unread).length };
}

function ofRoom(session: Session, threads: Threads, room: Room): NotificationItem[] {
  if (room.getMyMembership() === 'invite') return [inviteItem(session, room)];
  if (room.getMyMembership() !== 'join' || alertsOf(session, room) === 'mute') return [];
  const events = room.getLiveTimeline().getEvents().slice(-PER_ROOM);
  return events.flatMap((event) => itemOfEvent(session, threads, room, event) ?? []);
}

export function inviteItem(session: Session, room: Room): NotificationItem {
  const event = room.getMember(session.userId)?.events.member;
  const sender = event?.getSender();
  return {
    ...blank(room),
    key: `invite:${room.roomId}`,
    type: 'invite',
    sender: sender ? memberProfile(room, sender) : null,
    at: event?.getTs() || Date.now(),
    unread: true,
  };
}

/** Null when the event is not about this person. */
export function itemOfEvent(
  session: Session,
  threads: Threads,
  room: Room,
  event: MatrixEvent,
): NotificationItem | null {
  const sender = event.getSender() ?? '';
  if (sender === session.userId || event.isRedacted()) return null;
  if (event.getType() === 'm.reaction') return reactionItem(session, threads, room, event);
  if (!isMessageLike(event) || event.isDecryptionFailure() || event.getType() === 'm.room.encrypted') return null;
  const source = () => ({ from: 'mxc', mxc: '' }) as const;
  const verdict = { scan: 'unchecked', threats: [] } as const;
  const content = readContent(event.getType(), event.getContent(), {
    me: session.userId,
    source,
    verdict: { ...verdict, threats: [] },
  });
  return {
    ...common(session, threads, room, event),
    type: typeOf(session, room, event, content.mentionsMe),
    kind: content.kind,
    text: content.text || content.attachment?.name || '',
  };
}

function typeOf(session: Session, room: Room, event: MatrixEvent, mentionsMe: boolean): NotificationItem['type'] {
  if (mentionsMe) return 'mention';
  if (isReplyToMe(session, room, event)) return 'reply';
  // What is highlighted without a mention holds one of the person's keywords.
  return session.client.getPushActionsForEvent(event)?.tweaks?.highlight ? 'keyword' : 'message';
}

function reactionItem(session: Session, threads: Threads, room: Room, event: MatrixEvent): NotificationItem | null {
  const relation = event.getRelation();
  const target = relation?.event_id ? threads.find(room, relation.event_id) : undefined;
  if (target?.getSender() !== session.userId) return null;
  return {
    ...common(session, threads, room, event),
    type: 'reaction',
    eventId: relation?.event_id ?? null,
    threadId: threadOf(target),
    text: relation?.key ?? '',
  };
}

function isReplyToMe(session: Session, room: Room, event: MatrixEvent): boolean {
  const target = isFallback(event.getContent()) ? null : replyTarget(event.getContent());
  return target !== null && room.findEventById(target)?.getSender() === session.userId;
}

function common(session: Session, threads: Threads, room: Room, event: MatrixEvent): NotificationItem {
  const eventId = event.getId() ?? '';
  const threadId = threadOf(event);
  return {
    ...blank(room),
    key: eventId,
    eventId,
    threadId,
    sender: memberProfile(room, event.getSender() ?? ''),
    at: event.getTs(),
    unread: isNewEvent(threads, room, session.userId, event),
  };
}

function blank(room: Room): NotificationItem {
  return {
    key: '',
    type: 'message',
    roomId: room.roomId,
    roomName: room.name,
    eventId: null,
    threadId: null,
    sender: null,
    kind: null,
    text: '',
    at: 0,
    unread: false,
  };
}
