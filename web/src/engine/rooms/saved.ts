// SPDX-License-Identifier: EUPL-1.2
// Saved messages: an encrypted room with oneself alone, known by account data to all devices of the account.
import { Preset, Visibility } from 'matrix-js-sdk';
import type { Session } from '../session';
import { encryption } from './create';

export const SAVED_TYPE = 'org.chancery.saved';

/** Null until the first use, and again after the person has left the room. */
export function savedRoomId(session: Session): string | null {
  const roomId = session.client.getAccountData(SAVED_TYPE as never)?.getContent().room_id;
  if (typeof roomId !== 'string') return null;
  return session.client.getRoom(roomId)?.getMyMembership() === 'join' ? roomId : null;
}

/** One at a time: two tabs that ask at once get the same room. */
const making = new WeakMap<Session, Promise<string>>();

export async function savedRoom(session: Session, name: string): Promise<string> {
  const known = savedRoomId(session);
  if (known) return known;
  const made = making.get(session) ?? make(session, name).finally(() => making.delete(session));
  making.set(session, made);
  return made;
}

async function make(session: Session, name: string): Promise<string> {
  const { room_id: roomId } = await session.client.createRoom({
    name,
    preset: Preset.PrivateChat,
    visibility: Visibility.Private,
    initial_state: encryption(),
  });
  await session.client.setAccountData(SAVED_TYPE as never, { room_id: roomId } as never);
  await arrival(session, roomId);
  return roomId;
}

/** The room comes with the next sync; nothing can be put into it before. */
function arrival(session: Session, roomId: string): Promise<void> {
  const isHere = () => session.client.getRoom(roomId)?.getMyMembership() === 'join';
  if (isHere()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = session.changes.on('room', (changed) => {
      if (changed !== roomId || !isHere()) return;
      stop();
      resolve();
    });
  });
}
