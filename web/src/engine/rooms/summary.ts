// SPDX-License-Identifier: EUPL-1.2
// One line of the chat list.
import { EventType, type MatrixEvent, type Room } from 'matrix-js-sdk';
import { alertsIn } from '../notifications/rules';
import type { Invite, Preview, Profile, RoomAlerts, RoomKind, RoomSummary } from '../rpc/models';
import type { Session } from '../session';
import type { Threads } from '../threads/threads';
import { kindOf, readContent } from '../timeline/content';
import { readStateChange } from '../timeline/state';
import { isMessageLike } from './messages';
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
}

/** The beginning of what is written in a chat and not sent. */
export interface DraftWords {
  words(roomId: string): string;
}

/** Room id to the other person, from `m.direct`. */
export type DirectChats = ReadonlyMap<string, string>;

const UNSEEN = { scan: 'unchecked', threats: [] } as { scan: 'unchecked'; threats: string[] };
/** How far back a preview or an unread message is looked for. */
const LOOK_BACK = 60;

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
    preview: previewOf(room, me),
    lastActivity: lastActivity(room, invite),
    unread: unread.count + inThreads.count,
    highlights: unread.highlights + inThreads.highlights,
    markedUnread: isMarkedUnread(room),
    alerts: alertsOf(session, room),
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

/** Newest first. */
function recentEvents(room: Room): MatrixEvent[] {
  return room.getLiveTimeline().getEvents().slice(-LOOK_BACK).reverse();
}

function previewOf(room: Room, me: string): Preview | null {
  let change: Preview | null = null;
  for (const event of recentEvents(room)) {
    const sender = memberProfile(room, event.getSender() ?? '');
    const mine = sender.userId === me;
    if (isMessageLike(event)) return messagePreview(event, sender, mine, me);
    if (change || !event.isState()) continue;
    const found = readStateChange(event, room);
    if (found) change = { type: 'state', change: found, sender, mine };
  }
  return change;
}

function messagePreview(event: MatrixEvent, sender: Profile, mine: boolean, me: string): Preview | null {
  if (event.isRedacted()) return { type: 'redacted', sender, mine };
  if (event.isDecryptionFailure()) return { type: 'undecryptable', sender, mine };
  if (event.getType() === 'm.room.encrypted') return null;
  const source = () => ({ from: 'mxc', mxc: '' }) as const;
  const content = readContent(event.getType(), event.getContent(), { me, source, verdict: UNSEEN });
  const text = content.text.slice(0, 200);
  return {
    type: 'message',
    kind: kindOf(event.getType(), event.getContent()),
    text,
    sender,
    mine,
    fileName: content.attachment?.name ?? null,
  };
}

/** The newest events may still be encrypted: the list asks for exactly those that a preview needs. */
export function eventsToDecrypt(room: Room): MatrixEvent[] {
  return recentEvents(room)
    .filter((event) => event.shouldAttemptDecryption())
    .slice(0, 3);
}
