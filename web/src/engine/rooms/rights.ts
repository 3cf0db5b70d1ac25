// SPDX-License-Identifier: EUPL-1.2
// What the person may do in a room, from its power levels.
import type { Room } from 'matrix-js-sdk';
import type { Role, RoomRights } from '../rpc/models';

type Action = 'invite' | 'kick' | 'ban' | 'redact';

export function rightsIn(room: Room, me: string): RoomRights {
  const state = room.currentState;
  const joined = room.getMyMembership() === 'join';
  const mine = room.getMember(me)?.powerLevel ?? 0;
  const sends = (type: string) => joined && state.maySendEvent(type, me);
  const sets = (type: string) => joined && state.maySendStateEvent(type, me);
  const does = (action: Action) => joined && state.hasSufficientPowerLevelFor(action, mine);
  // In an encrypted room the server sees only `m.room.encrypted`.
  const message = room.hasEncryptionStateEvent() ? sends('m.room.encrypted') : sends('m.room.message');
  return {
    send: message,
    sendFiles: message,
    react: sends('m.reaction'),
    redactOwn: sends('m.room.redaction'),
    redactOthers: sends('m.room.redaction') && does('redact'),
    invite: does('invite'),
    kick: does('kick'),
    ban: does('ban'),
    pin: sets('m.room.pinned_events'),
    rename: sets('m.room.name'),
    changeTopic: sets('m.room.topic'),
    changeAvatar: sets('m.room.avatar'),
    changeRoles: sets('m.room.power_levels'),
    enableEncryption: sets('m.room.encryption') && !room.hasEncryptionStateEvent(),
    mentionEveryone: joined && state.mayTriggerNotifOfType('room', me),
  };
}

const ADMINISTRATOR = 100;
const MODERATOR = 50;

/** The creator of a version 12 room stands above all numbers. */
export function roleOf(power: number): Role {
  if (power > ADMINISTRATOR)
    return power === Number.POSITIVE_INFINITY || power >= Number.MAX_SAFE_INTEGER ? 'owner' : 'custom';
  if (power === ADMINISTRATOR) return 'administrator';
  if (power === MODERATOR) return 'moderator';
  if (power === 0) return 'member';
  return power < 0 ? 'restricted' : 'custom';
}

/** An announcement room is one in which members may read but not write. */
export function isAnnouncement(room: Room): boolean {
  const levels = room.currentState.getStateEvents('m.room.power_levels', '')?.getContent() ?? {};
  const usual = typeof levels.users_default === 'number' ? levels.users_default : 0;
  const needed = typeof levels.events_default === 'number' ? levels.events_default : 0;
  return needed > usual && needed >= MODERATOR;
}
