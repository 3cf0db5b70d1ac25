// SPDX-License-Identifier: EUPL-1.2
// Calls that change rooms: making them, members, names, tags and mutes.
import { EventType } from 'matrix-js-sdk';
import { toEngineError } from '../lib/failures';
import { upload } from '../lib/http';
import { setRoomAlerts } from '../notifications/settings';
import { EngineError } from '../rpc/errors';
import type { Handlers } from '../rpc/server';
import type { Session } from '../session';
import { createRoom, directRoom, markDirect } from './create';
import { loadMembers } from './details';
import { setRight } from './rights';
import { ARCHIVE, FAVOURITE, LOW_PRIORITY, setTag } from './tags';
import { MARKED } from './unread';

type Names =
  | 'create'
  | 'direct'
  | 'join'
  | 'acceptInvite'
  | 'rejectInvite'
  | 'invite'
  | 'leave'
  | 'kick'
  | 'ban'
  | 'unban'
  | 'rename'
  | 'setTopic'
  | 'setAvatar'
  | 'setFavourite'
  | 'setLowPriority'
  | 'setArchived'
  | 'setAlerts'
  | 'setRole'
  | 'setRight'
  | 'enableEncryption'
  | 'loadMembers'
  | 'typing'
  | 'markUnread';
type RoomCalls = Pick<Handlers, `rooms.${Names}`>;

const TYPING_MS = 20_000;

export function roomCalls(session: Session): RoomCalls {
  const { client } = session;
  return {
    'rooms.create': async (params) => ({ roomId: await createRoom(session, params) }),
    'rooms.direct': async ({ userId }) => ({ roomId: await directRoom(session, userId) }),
    'rooms.join': async ({ roomIdOrAlias }) => ({ roomId: (await client.joinRoom(roomIdOrAlias)).roomId }),
    'rooms.acceptInvite': ({ roomId }) => acceptInvite(session, roomId),
    'rooms.rejectInvite': ({ roomId }) => done(client.leave(roomId)),
    'rooms.invite': ({ roomId, userIds }) => invite(session, roomId, userIds),
    'rooms.leave': ({ roomId }) => done(client.leave(roomId)),
    'rooms.kick': ({ roomId, userId, reason }) => done(client.kick(roomId, userId, reason)),
    'rooms.ban': ({ roomId, userId, reason }) => done(client.ban(roomId, userId, reason)),
    'rooms.unban': ({ roomId, userId }) => done(client.unban(roomId, userId)),
    'rooms.rename': ({ roomId, name }) => done(client.setRoomName(roomId, name)),
    'rooms.setTopic': ({ roomId, topic }) => done(client.setRoomTopic(roomId, topic)),
    'rooms.setAvatar': ({ roomId, image }) => setAvatar(session, roomId, image),
    'rooms.setFavourite': ({ roomId, favourite }) => setTag(session, roomId, FAVOURITE, favourite),
    'rooms.setLowPriority': ({ roomId, lowPriority }) => setTag(session, roomId, LOW_PRIORITY, lowPriority),
    'rooms.setArchived': ({ roomId, archived }) => setTag(session, roomId, ARCHIVE, archived),
    'rooms.setAlerts': ({ roomId, alerts, until }) => done(setRoomAlerts(session, roomId, alerts, until ?? null)),
    'rooms.setRight': ({ roomId, right, level }) => setRight(session, roomId, right, level),
    'rooms.setRole': ({ roomId, userId, power }) => done(client.setPowerLevel(roomId, userId, power)),
    'rooms.enableEncryption': ({ roomId }) =>
      done(client.sendStateEvent(roomId, EventType.RoomEncryption, { algorithm: 'm.megolm.v1.aes-sha2' })),
    'rooms.loadMembers': ({ roomId }) => done(loadMembers(session, roomId)),
    'rooms.typing': async ({ roomId, typing }) =>
      session.thrifty ? null : done(client.sendTyping(roomId, typing, TYPING_MS)),
    'rooms.markUnread': ({ roomId, unread }) =>
      done(client.setRoomAccountData(roomId, MARKED as never, { unread } as never)),
  };
}

async function done(work: Promise<unknown>): Promise<null> {
  await work;
  return null;
}

async function acceptInvite(session: Session, roomId: string): Promise<null> {
  const room = session.client.getRoom(roomId);
  const event = room?.getMember(session.userId)?.events.member;
  const inviter = event?.getContent().is_direct === true ? event.getSender() : undefined;
  await session.client.joinRoom(roomId);
  if (inviter) await markDirect(session, inviter, roomId);
  return null;
}

async function invite(session: Session, roomId: string, userIds: string[]): ReturnType<Handlers['rooms.invite']> {
  const outcomes = await Promise.allSettled(userIds.map((userId) => session.client.invite(roomId, userId)));
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected'
      ? [{ userId: userIds[index] ?? '', error: toEngineError(outcome.reason).toData() }]
      : [],
  );
  return { failed };
}

async function setAvatar(session: Session, roomId: string, image: Blob | null): Promise<null> {
  const url = image ? await uploadAvatar(session, image) : undefined;
  return done(session.client.sendStateEvent(roomId, EventType.RoomAvatar, url ? { url } : ({} as never)));
}

/** Avatars are readable to the server, which scans them. */
export function uploadAvatar(session: Session, image: Blob): Promise<string> {
  if (!image.type.startsWith('image/')) throw new EngineError('invalid', 'The file is not a picture.');
  const signal = new AbortController().signal;
  return upload(session.http, image, { name: null, type: image.type, signal, onProgress: () => undefined });
}
