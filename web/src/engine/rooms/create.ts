// SPDX-License-Identifier: EUPL-1.2
// Making rooms: groups, announcements and direct chats, encrypted unless asked otherwise.
import { EventType, type ICreateRoomOpts, Preset, Visibility } from 'matrix-js-sdk';
import { EngineError } from '../rpc/errors';
import type { CreateRoomParams } from '../rpc/models';
import type { Session } from '../session';
import { CHANNEL_TYPE } from './levels';
import { directChats } from './summary';

const MEGOLM = 'm.megolm.v1.aes-sha2';
const MODERATOR = 50;

type InitialState = NonNullable<ICreateRoomOpts['initial_state']>;

export async function createRoom(session: Session, params: CreateRoomParams): Promise<string> {
  const options: ICreateRoomOpts = {
    name: params.name,
    visibility: params.public ? Visibility.Public : Visibility.Private,
    preset: params.public ? Preset.PublicChat : Preset.PrivateChat,
    invite: params.invite ?? [],
    initial_state: params.encrypted === false ? [] : encryption(),
  };
  // Our server encrypts private rooms by itself unless it is told that the person chose otherwise.
  if (params.encrypted === false) Object.assign(options, { 'org.chancery.encrypted': false });
  if (params.topic) options.topic = params.topic;
  // The creator stands above the numbers in version 12 rooms and must not be listed among `users`.
  if (params.kind === 'announcement') makeAnnouncement(options, params);
  return (await session.client.createRoom(options)).room_id;
}

function makeAnnouncement(options: ICreateRoomOpts, { authors = [], replies = false }: CreateRoomParams): void {
  const users = Object.fromEntries(authors.map((userId) => [userId, MODERATOR]));
  options.power_level_content_override = {
    events_default: replies ? 0 : MODERATOR,
    events: { 'm.reaction': 0, 'm.room.redaction': 0 },
    ...(authors.length > 0 ? { users } : {}),
  };
  if (!replies) return;
  const channel = { type: CHANNEL_TYPE, state_key: '', content: { post: MODERATOR } };
  options.initial_state = [...(options.initial_state ?? []), channel];
}

export function encryption(): InitialState {
  return [{ type: EventType.RoomEncryption, state_key: '', content: { algorithm: MEGOLM } }];
}

/** The chat with this person that both are still in, else a new one. */
export async function directRoom(session: Session, userId: string): Promise<string> {
  if (userId === session.userId) throw new EngineError('invalid', 'A direct chat needs another person.');
  const known = existingDirect(session, userId);
  if (known) return known;
  const { room_id: roomId } = await session.client.createRoom({
    preset: Preset.TrustedPrivateChat,
    visibility: Visibility.Private,
    invite: [userId],
    is_direct: true,
    initial_state: encryption(),
  });
  await markDirect(session, userId, roomId);
  return roomId;
}

export function existingDirect(session: Session, userId: string): string | null {
  for (const [roomId, other] of directChats(session)) {
    if (other !== userId) continue;
    const room = session.client.getRoom(roomId);
    const theirs = room?.getMember(userId)?.membership;
    if (room?.getMyMembership() === 'join' && (theirs === 'join' || theirs === 'invite')) return roomId;
  }
  return null;
}

export async function markDirect(session: Session, userId: string, roomId: string): Promise<void> {
  const known = session.client.getAccountData(EventType.Direct)?.getContent() ?? {};
  const rooms = new Set([...(known[userId] ?? []), roomId]);
  await session.client.setAccountData(EventType.Direct, { ...known, [userId]: [...rooms] });
}
