// SPDX-License-Identifier: EUPL-1.2
// Reads state events into changes that the interface can put into words.
import type { MatrixEvent, Room } from 'matrix-js-sdk';
import { memberProfile } from '../rooms/profiles';
import type { Profile, StateChange } from '../rpc/models';

type Content = Record<string, unknown>;
type Read = (event: MatrixEvent, now: Content, before: Content, room: Room) => StateChange | null;

const READERS: Record<string, Read> = {
  'm.room.create': () => ({ what: 'created' }),
  'm.room.member': readMember,
  'm.room.name': (_event, now, before) => ({ what: 'room_named', from: text(before.name), to: text(now.name) }),
  'm.room.topic': (_event, now) => ({ what: 'topic_set', to: text(now.topic) }),
  'm.room.avatar': () => ({ what: 'room_avatar_changed' }),
  'm.room.encryption': () => ({ what: 'encryption_enabled' }),
  'm.room.history_visibility': (_event, now) => ({ what: 'history_visibility', to: text(now.history_visibility) }),
  'm.room.join_rules': (_event, now) => ({ what: 'join_rule', to: text(now.join_rule) }),
  'm.room.power_levels': readPower,
  'm.room.pinned_events': readPinned,
  'm.room.tombstone': (_event, now) => ({ what: 'room_replaced', successorRoomId: text(now.replacement_room) }),
};
/** Set once by the same call that makes the room; lines about them would only be noise. */
const QUIET_AT_CREATION: ReadonlySet<string> = new Set([
  'm.room.power_levels',
  'm.room.history_visibility',
  'm.room.join_rules',
  'm.room.name',
  'm.room.topic',
  'm.room.avatar',
]);

/** Null when the change is not worth a line. */
export function readStateChange(event: MatrixEvent, room: Room): StateChange | null {
  const read = READERS[event.getType()];
  if (!read || (event.getStateKey() !== '' && event.getType() !== 'm.room.member')) return null;
  const before = event.getPrevContent() as Content;
  const first = Object.keys(before).length === 0;
  if (first && QUIET_AT_CREATION.has(event.getType()) && isCreator(room, event.getSender())) return null;
  return read(event, event.getContent(), before, room);
}

function isCreator(room: Room, userId: string | undefined): boolean {
  return room.getCreator() === userId;
}

function readMember(event: MatrixEvent, now: Content, before: Content, room: Room): StateChange | null {
  const userId = event.getStateKey() ?? '';
  const person: Profile = { ...memberProfile(room, userId) };
  if (now.membership === 'join' && before.membership === 'join') return readProfileChange(person, now, before);
  // Who has left is no longer in the member list under a name; the event before still knows it.
  const known = text(now.displayname) || text(before.displayname);
  if (known) person.name = known;
  return readMembership(person, event.getSender() === userId, now, before);
}

function readProfileChange(person: Profile, now: Content, before: Content): StateChange | null {
  const [from, to] = [text(before.displayname), text(now.displayname)];
  if (from !== to) return { what: 'renamed_self', person, from, to };
  return before.avatar_url !== now.avatar_url ? { what: 'avatar_changed_self', person } : null;
}

function readMembership(person: Profile, bySelf: boolean, now: Content, before: Content): StateChange | null {
  const reason = text(now.reason);
  switch (now.membership) {
    case 'join':
      return { what: before.membership === 'invite' ? 'accepted_invite' : 'joined', person };
    case 'invite':
      return { what: 'invited', person, reason };
    case 'ban':
      return { what: 'banned', person, reason };
    case 'knock':
      return { what: 'knocked', person };
    case 'leave':
      return readLeave(person, bySelf, before.membership, reason);
    default:
      return null;
  }
}

function readLeave(person: Profile, bySelf: boolean, before: unknown, reason: string): StateChange {
  if (before === 'ban') return { what: 'unbanned', person, reason };
  if (before === 'invite')
    return bySelf ? { what: 'rejected_invite', person } : { what: 'invite_withdrawn', person, reason };
  return bySelf ? { what: 'left', person } : { what: 'kicked', person, reason };
}

function readPower(_event: MatrixEvent, now: Content, before: Content, room: Room): StateChange {
  const [users, usersBefore] = [levels(now.users), levels(before.users)];
  const usual = number(now.users_default);
  for (const userId of new Set([...Object.keys(users), ...Object.keys(usersBefore)])) {
    const [from, to] = [usersBefore[userId] ?? usual, users[userId] ?? usual];
    if (from !== to) return { what: 'role_changed', person: memberProfile(room, userId), from, to };
  }
  return { what: 'rights_changed' };
}

function readPinned(_event: MatrixEvent, now: Content, before: Content): StateChange | null {
  const [after, old] = [strings(now.pinned), strings(before.pinned)];
  const added = after.filter((id) => !old.includes(id));
  const removed = old.filter((id) => !after.includes(id));
  return added.length + removed.length > 0 ? { what: 'pinned_changed', added, removed } : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function levels(value: unknown): Record<string, number> {
  return typeof value === 'object' && value !== null ? (value as Record<string, number>) : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}
