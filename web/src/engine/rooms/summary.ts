// SPDX-License-Identifier: EUPL-1.2
// One line of the chat list.
import { EventType, type MatrixEvent, type Room } from 'matrix-js-sdk';
import { alertsIn, mutedUntil } from '../notifications/rules';
import type { Outbox } from '../outbox/outbox';
import type { Invite, Profile, RoomAlerts, RoomKind, RoomSummary } from '../rpc/models';
import type { Session } from '../session';
import type { Threads } from '../threads/threads';
import { isMessageLike } from './messages';
import { newestWaiting, previewOf, recentEvents } from './preview';
import { memberProfile } from './profiles';
import { isAnnouncement } from './rights';
import { savedRoomId } from './saved';
import { ARCHIVE, FAVOURITE, LOW_PRIORITY } from './tags';
import { isMarkedUnread, unreadInMain } from './unread';

export interface SummaryContext {
  session: Session;
  direct: DirectChats;
  drafts: DraftWords;
  threads: Threads;
  outbox: Pick<Outbox, 'ofRoom'>;
}

/** The beginning of what is written in a chat and not sent. */
export interface DraftWords {
  words(roomId: string): string;
}

/** Room id to the other person, from `m.direct`. */
export type DirectChats = ReadonlyMap<string, string>;

export function directChats(session: Session): DirectChats {
  const content = session.client.getAccountData(EventType.Direct)?.getContent() ?? {};
  const found = new Map<string, string>();
  for (const [userId, roomIds] of Object.entries(content)) {
    if (Array.isArray(roomIds)) for (const roomId of roomIds) found.set(String(roomId), userId);
  }
  return found;
}

export function summaryOf(room: Room, context: SummaryContext): RoomSummary {
  const { session } = context;
  const me = session.userId;
  const membership = room.getMyMembership() as RoomSummary['membership'];
  const invite = membership === 'invite' ? inviteOf(room, me) : null;
  const directUserId = context.direct.get(room.roomId) ?? (invite?.isDirect ? (invite.inviter?.userId ?? null) : null);
  const unread = unreadInMain(room, me);
  const draft = context.drafts.words(room.roomId);
  const waiting = newestWaiting(context.outbox, room.roomId);
  const inThreads = context.threads.unreadIn(room);
  return {
    roomId: room.roomId,
    name: room.name,
    avatar: avatarOf(room, directUserId),
    kind: kindOfRoom(room, directUserId),
    directUserId,
    encrypted: room.hasEncryptionStateEvent(),
    membership,
    invite,
    preview: previewOf(room, me, waiting),
    lastActivity: Math.max(lastActivity(room, invite), waiting?.at ?? 0),
    unread: unread.count + inThreads.count,
    highlights: unread.highlights + inThreads.highlights,
    markedUnread: isMarkedUnread(room),
    alerts: alertsOf(session, room),
    mutedUntil: mutedUntil(session.client.pushRules ?? null, room.roomId),
    favourite: FAVOURITE in room.tags,
    lowPriority: LOW_PRIORITY in room.tags,
    archived: ARCHIVE in room.tags,
    typing: typingIn(room, me),
    hasDraft: draft !== '',
    draft,
    saved: savedRoomId(session) === room.roomId,
    memberCount: room.getJoinedMemberCount(),
  };
}

export function kindOfRoom(room: Room, directUserId: string | null): RoomKind {
  if (directUserId) return 'direct';
  return isAnnouncement(room) ? 'announcement' : 'group';
}

export function avatarOf(room: Room, directUserId: string | null): string | null {
  return room.getMxcAvatarUrl() ?? (directUserId ? memberProfile(room, directUserId).avatar : null);
}

export function typingIn(room: Room, me: string): Profile[] {
  const typing = room.currentState.getMembers().filter((member) => member.typing && member.userId !== me);
  return typing.map((member) => memberProfile(room, member.userId));
}

export function alertsOf(session: Session, room: Room): RoomAlerts {
  return alertsIn(session.client.pushRules ?? null, {
    roomId: room.roomId,
    encrypted: room.hasEncryptionStateEvent(),
    people: room.getJoinedMemberCount(),
  });
}

function inviteOf(room: Room, me: string): Invite {
  const event = room.getMember(me)?.events.member;
  const sender = event?.getSender();
  return {
    inviter: sender ? memberProfile(room, sender) : null,
    isDirect: event?.getContent().is_direct === true,
    at: event?.getTs() || Date.now(),
  };
}

function lastActivity(room: Room, invite: Invite | null): number {
  if (invite) return invite.at;
  const newest = recentEvents(room).find((event) => isMessageLike(event));
  return newest?.getTs() ?? room.getLiveTimeline().getEvents()[0]?.getTs() ?? 0;
}

/** The newest events may still be encrypted: the list asks for exactly those that a preview needs. */
export function eventsToDecrypt(room: Room): MatrixEvent[] {
  return recentEvents(room)
    .filter((event) => event.shouldAttemptDecryption())
    .slice(0, 3);
}
