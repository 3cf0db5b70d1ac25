// SPDX-License-Identifier: EUPL-1.2
// Copies messages into other chats; files keep their place on the server, and their keys travel inside the encryption.
import type { MatrixEvent, Room } from 'matrix-js-sdk';
import { toEngineError } from '../lib/failures';
import { readFileKeys } from '../media/attachment';
import type { MediaLibrary } from '../media/library';
import { prepareFile } from '../media/prepare';
import type { Scanner } from '../media/scanner';
import type { NewRecord, Outbox } from '../outbox/outbox';
import type { EventContent } from '../outbox/record';
import { isEncrypted } from '../outbox/send';
import { memberProfile } from '../rooms/profiles';
import { savedRoom, savedRoomId } from '../rooms/saved';
import { EngineError } from '../rpc/errors';
import type { ForwardParams, ForwardResult, SendFile } from '../rpc/models';
import type { Handlers } from '../rpc/server';
import type { Session } from '../session';
import type { Threads } from '../threads/threads';
import { FORWARDED, readForwarded, writeForwarded } from './forwarded';

interface Parts {
  session: Session;
  outbox: Outbox;
  media: MediaLibrary;
  scanner: Scanner;
  threads: Threads;
}

type ForwardCalls = Pick<Handlers, 'messages.forward' | 'saved.open' | 'saved.add'>;

export function forwardCalls(parts: Parts): ForwardCalls {
  const { session } = parts;
  return {
    'messages.forward': (params) => forward(parts, params),
    'saved.open': async ({ name }) => ({ roomId: await savedRoom(session, name) }),
    'saved.add': async ({ roomId, eventIds, name }) => {
      const saved = await savedRoom(session, name);
      const { failed } = await forward(parts, { roomId, eventIds, to: [saved] });
      if (failed[0]) throw EngineError.fromData(failed[0].error);
      return { roomId: saved };
    },
  };
}

async function forward(parts: Parts, { roomId, eventIds, to }: ForwardParams): Promise<ForwardResult> {
  const source = roomOf(parts.session, roomId);
  const events = eventIds.map((eventId) => messageOf(parts.threads, source, eventId));
  await Promise.all(events.map((event) => checkFile(parts.media, event)));
  const failed: ForwardResult['failed'] = [];
  for (const target of to) {
    try {
      for (const event of events) await copyTo(parts, event, target);
    } catch (reason) {
      failed.push({ roomId: target, error: toEngineError(reason).toData() });
    }
  }
  return { failed };
}

/** Nothing goes on that this device has not found clean. */
async function checkFile(media: MediaLibrary, event: MatrixEvent): Promise<void> {
  if (!readFileKeys(event.getContent().file)) return;
  await media.get({ from: 'event', roomId: event.getRoomId() ?? '', eventId: event.getId() ?? '', part: 'file' });
}

async function copyTo(parts: Parts, event: MatrixEvent, roomId: string): Promise<void> {
  const { session, outbox } = parts;
  const room = roomOf(session, roomId);
  const marked = { 'm.mentions': {}, [FORWARDED]: markOf(session, event, roomId) };
  const record: NewRecord = { roomId, type: 'm.room.message', content: { ...bare(event.getContent()), ...marked } };
  if (readFileKeys(event.getContent().file) && !(await isEncrypted(session, room))) {
    const { file, content } = await reopened(parts, event, roomId);
    Object.assign(record, { file, content: { ...content, ...marked } });
  }
  await outbox.add(record);
}

/** The server must be able to check what is in a room without encryption, so the file goes up again in the clear. */
async function reopened({ media, scanner }: Parts, event: MatrixEvent, roomId: string) {
  const source = { from: 'event' as const, roomId: event.getRoomId() ?? '', eventId: event.getId() ?? '' };
  const { blob, name, mimeType } = await media.get({ ...source, part: 'file' });
  const body = String(event.getContent().body ?? '');
  const params: SendFile = { roomId, name, file: new Blob([blob], { type: mimeType }) };
  if (body !== name) params.caption = body;
  const prepared = await prepareFile(scanner, params, false);
  return { ...prepared, content: { ...soundOf(event.getContent()), ...prepared.content } };
}

function soundOf(content: EventContent): EventContent {
  const names = ['org.matrix.msc3245.voice', 'org.matrix.msc1767.audio'];
  return Object.fromEntries(names.filter((name) => name in content).map((name) => [name, content[name]]));
}

/** Answers and threads point to events that the other chat does not have. */
function bare(content: EventContent): EventContent {
  const { 'm.relates_to': _relation, 'm.new_content': _edit, ...rest } = content;
  return rest;
}

function markOf(session: Session, event: MatrixEvent, target: string): EventContent {
  const roomId = event.getRoomId() ?? '';
  const before = readForwarded(event.getContent());
  const room = session.client.getRoom(roomId);
  const name = before?.name ?? (room ? memberProfile(room, event.getSender() ?? '').name : (event.getSender() ?? ''));
  const source = target === savedRoomId(session) ? { roomId, eventId: event.getId() ?? '' } : null;
  return writeForwarded({ name, at: before?.at ?? event.getTs(), source });
}

function roomOf(session: Session, roomId: string): Room {
  const room = session.client.getRoom(roomId);
  if (!room) throw new EngineError('not_found', 'The person is not in this room.');
  return room;
}

function messageOf(threads: Threads, room: Room, eventId: string): MatrixEvent {
  const event = threads.find(room, eventId);
  if (!event) throw new EngineError('not_found', 'The message is not loaded.');
  const readable = event.getType() === 'm.room.message' || event.getType() === 'm.sticker';
  if (!readable || event.isRedacted()) throw new EngineError('not_supported', 'Only messages can be forwarded.');
  return event;
}
