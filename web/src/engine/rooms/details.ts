// SPDX-License-Identifier: EUPL-1.2
// Header and details of one room, with its members.
import type { RoomMember as LibraryMember, Room } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { toEngineError } from '../lib/failures';
import { chosenAlerts, mutedUntil } from '../notifications/rules';
import type { Membership, RoomDetails, RoomMember, UserTrust } from '../rpc/models';
import type { TopicSource } from '../rpc/server';
import type { Session } from '../session';
import type { Threads } from '../threads/threads';
import { pinnedIn } from '../timeline/pins';
import { localPart } from './profiles';
import { rightsIn, rightsTable, roleOf } from './rights';
import { savedRoomId } from './saved';
import { alertsOf, avatarOf, directChats, kindOfRoom, typingIn } from './summary';
import { ARCHIVE, FAVOURITE } from './tags';

const REBUILD_MS = 40;
/** People whose trust is looked up at the same time. */
const AT_ONCE = 50;
const LISTED: ReadonlySet<string> = new Set(['join', 'invite', 'knock', 'ban']);

export function roomTopic(session: Session, threads: Threads): TopicSource<'room'> {
  return ({ roomId }, emit, fail) => {
    // Members of a large room are many and change rarely: they are listed anew only when they did.
    let members: RoomMember[] | null = null;
    const trust = new TrustOfPeople(session, () => renew());
    const build = () => {
      const room = session.client.getRoom(roomId);
      if (!room) return;
      members ??= membersOf(room, trust);
      emit(detailsOf(session, room, members, threads));
    };
    const rebuild = coalesce(build, REBUILD_MS);
    const renew = () => {
      members = null;
      rebuild();
    };
    const stops = [
      session.changes.on('members', (changed) => {
        if (changed === roomId) renew();
      }),
      session.changes.on('room', (changed) => {
        if (changed === roomId) rebuild();
      }),
      session.changes.on('accountData', (type) => {
        if (type === 'm.push_rules') rebuild();
      }),
      session.changes.on('crypto', () => {
        trust.forget();
        renew();
      }),
    ];
    build();
    loadMembers(session, roomId).then(renew, (reason: unknown) => {
      const error = toEngineError(reason);
      // Without a connection the members known so far are shown.
      if (!error.retryable) fail(error);
    });
    return () => {
      rebuild.cancel();
      for (const stop of stops) stop();
    };
  };
}

export async function loadMembers(session: Session, roomId: string): Promise<void> {
  await session.client.getRoom(roomId)?.loadMembersIfNeeded();
}

function detailsOf(session: Session, room: Room, members: RoomMember[], threads: Threads): RoomDetails {
  const me = session.userId;
  const directUserId = directChats(session).get(room.roomId) ?? null;
  const changed = members.filter((member) => member.trust === 'changed').map((member) => member.userId);
  const successor = stateField(room, 'm.room.tombstone', 'replacement_room');
  return {
    roomId: room.roomId,
    name: room.name,
    topic: stateField(room, 'm.room.topic', 'topic') ?? '',
    avatar: avatarOf(room, directUserId),
    kind: kindOfRoom(room, directUserId),
    directUserId,
    membership: room.getMyMembership() as Membership,
    encryption: { enabled: room.hasEncryptionStateEvent(), changedUserIds: changed },
    joinRule: room.getJoinRule() as RoomDetails['joinRule'],
    historyVisibility: room.getHistoryVisibility() as RoomDetails['historyVisibility'],
    version: room.getVersion(),
    successorRoomId: successor,
    predecessorRoomId: room.findPredecessor()?.roomId ?? null,
    members,
    membersComplete: room.membersLoaded(),
    joinedCount: room.getJoinedMemberCount(),
    invitedCount: room.getInvitedMemberCount(),
    myRights: rightsIn(room, me),
    myPower: powerOf(room.getMember(me)),
    rights: rightsTable(room),
    saved: savedRoomId(session) === room.roomId,
    pinnedEventIds: pinnedIn(room),
    threadsUnread: threads.unreadIn(room).count,
    alerts: alertsOf(session, room),
    mutedUntil: mutedUntil(session.client.pushRules ?? null, room.roomId),
    alertsChosen: chosenAlerts(session.client.pushRules ?? null, room.roomId),
    favourite: FAVOURITE in room.tags,
    archived: ARCHIVE in room.tags,
    typing: typingIn(room, me),
  };
}

function stateField(room: Room, type: string, field: string): string | null {
  const value = room.currentState.getStateEvents(type, '')?.getContent()[field];
  return typeof value === 'string' ? value : null;
}

/** One for all comparisons; `localeCompare` would look for one at each of them. */
const byName = new Intl.Collator();

function membersOf(room: Room, trust: TrustOfPeople): RoomMember[] {
  const members = room.getMembers().filter((member) => LISTED.has(member.membership ?? ''));
  // Without encryption nobody's keys matter.
  const asks = room.hasEncryptionStateEvent();
  return members
    .map((member) => memberOf(member, asks ? trust.of(member.userId) : 'unknown'))
    .sort((a, b) => b.power - a.power || byName.compare(a.name, b.name));
}

function memberOf(member: LibraryMember, trust: UserTrust): RoomMember {
  const name = member.rawDisplayName || localPart(member.userId);
  const power = powerOf(member);
  return {
    userId: member.userId,
    name,
    avatar: member.getMxcAvatarUrl() ?? null,
    membership: member.membership as Membership,
    role: roleOf(power),
    power,
    ambiguous: member.disambiguate,
    trust,
  };
}

/** `Infinity` of a version 12 creator does not survive comparison in patches as a word, so it is a large number. */
function powerOf(member: LibraryMember | null): number {
  return Math.min(member?.powerLevel ?? 0, Number.MAX_SAFE_INTEGER);
}

/** Trust takes a moment to look up; until then it is `unknown`. Many people are looked up first and told of together. */
class TrustOfPeople {
  private readonly known = new Map<string, UserTrust>();
  private readonly asked: string[] = [];
  private looking = false;

  constructor(
    private readonly session: Session,
    private readonly onFound: () => void,
  ) {}

  forget(): void {
    this.known.clear();
  }

  of(userId: string): UserTrust {
    const known = this.known.get(userId);
    if (known) return known;
    this.known.set(userId, 'unknown');
    this.asked.push(userId);
    if (!this.looking) void this.lookUp();
    return 'unknown';
  }

  private async lookUp(): Promise<void> {
    this.looking = true;
    try {
      for (let at = 0; this.asked.length > 0; at++) {
        await Promise.all(this.asked.splice(0, AT_ONCE).map((userId) => this.find(userId)));
        // The first ones are on the screen; all others are told of at the end.
        if (at === 0 || this.asked.length === 0) this.onFound();
      }
    } finally {
      this.looking = false;
    }
  }

  private async find(userId: string): Promise<void> {
    // A failure leaves this person unknown and must not keep the others so.
    const status = await this.session.client
      .getCrypto()
      ?.getUserVerificationStatus(userId)
      .catch(() => undefined);
    if (!status) return;
    const changed = status.needsUserApproval || (status.wasCrossSigningVerified() && !status.isCrossSigningVerified());
    this.known.set(userId, status.isCrossSigningVerified() ? 'verified' : changed ? 'changed' : 'unverified');
  }
}
