// SPDX-License-Identifier: EUPL-1.2
// What the person may do in a room, from its power levels.
import type { Room } from 'matrix-js-sdk';
import { EngineError } from '../rpc/errors';
import type { RightId, Role, RoomRight, RoomRights } from '../rpc/models';
import type { Session } from '../session';
import { CHANNEL_TYPE, type Channel, changeRight, type Levels, readRights } from './levels';

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
  const post = message && mine >= (channelOf(room).post ?? Number.NEGATIVE_INFINITY);
  return {
    send: post,
    reply: message,
    sendFiles: post,
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
  const levels = levelsOf(room);
  const { post } = readRights(levels, channelOf(room));
  return post > (levels.users_default ?? 0) && post >= MODERATOR;
}

function levelsOf(room: Room): Levels {
  return room.currentState.getStateEvents('m.room.power_levels', '')?.getContent() ?? {};
}

function channelOf(room: Room): Channel {
  const post: unknown = room.currentState.getStateEvents(CHANNEL_TYPE, '')?.getContent().post;
  return typeof post === 'number' ? { post } : {};
}

export function rightsTable(room: Room): RoomRight[] {
  const rights = readRights(levelsOf(room), channelOf(room));
  return (Object.keys(rights) as RightId[]).map((id) => ({ id, level: rights[id] }));
}

/** The stricter of the two events goes first, so that nothing is open in between that is open neither before nor after. */
export async function setRight({ client }: Session, roomId: string, right: RightId, level: number): Promise<null> {
  const room = client.getRoom(roomId);
  if (!room) throw new EngineError('not_found', 'The person is not in this room.');
  const before = channelOf(room);
  const changed = changeRight(levelsOf(room), before, right, level);
  const setLevels = () => client.sendStateEvent(roomId, 'm.room.power_levels' as never, changed.levels as never);
  const setChannel = () => client.sendStateEvent(roomId, CHANNEL_TYPE as never, changed.channel as never);
  if (changed.channel.post === before.post) await setLevels();
  else if (changed.channel.post !== undefined) {
    await setChannel();
    await setLevels();
  } else {
    await setLevels();
    await setChannel();
  }
  return null;
}
