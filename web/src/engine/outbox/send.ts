// SPDX-License-Identifier: EUPL-1.2
// Sends one queued thing: uploads its file, encrypts, and puts the event with its transaction id.
import { MatrixEvent, Method, type Room } from 'matrix-js-sdk';
import type { CryptoBackend } from 'matrix-js-sdk/lib/common-crypto/CryptoBackend';
import { upload } from '../lib/http';
import { withAddresses } from '../media/prepare';
import { EngineError } from '../rpc/errors';
import type { Session } from '../session';
import type { EventContent, OutboxBlob, OutboxRecord } from './record';

export interface DeliveryOptions {
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Less than this and the message leaves at once. */
const LEAST_DELAY_MS = 1000;

/**
 * Answers the event id, or null when the server keeps the message for later. Running it again with the same record cannot
 * double the event.
 */
export async function deliver(
  session: Session,
  record: OutboxRecord,
  options: DeliveryOptions,
): Promise<string | null> {
  if (record.redacts !== null) return redact(session, record, record.redacts);
  const content = record.file ? await uploadFile(session, record, options) : record.content;
  options.signal.throwIfAborted();
  const room = session.client.getRoom(record.roomId);
  if (!room) throw new EngineError('not_found', 'The person is not in this room.');
  const sealed = await seal(session, room, record.type, content);
  const path = `/rooms/${encodeURIComponent(record.roomId)}/send/${encodeURIComponent(sealed.type)}`;
  const delay = (record.sendAt ?? 0) - Date.now();
  if (delay < LEAST_DELAY_MS) return put(session, path, record.key, sealed.content);
  await putLater(session, { path, txnId: record.key, content: sealed.content, delay });
  return null;
}

function redact(session: Session, record: OutboxRecord, eventId: string): Promise<string> {
  const path = `/rooms/${encodeURIComponent(record.roomId)}/redact/${encodeURIComponent(eventId)}`;
  return put(session, path, record.key, record.content);
}

async function put(session: Session, path: string, txnId: string, content: EventContent): Promise<string> {
  const url = `${path}/${encodeURIComponent(txnId)}`;
  const answer = await session.client.http.authedRequest<{ event_id: string }>(Method.Put, url, undefined, content);
  return answer.event_id;
}

export interface Later {
  path: string;
  txnId: string;
  content: EventContent;
  delay: number;
}

/** MSC4140: the server sends the event after `delay` milliseconds. */
export async function putLater(session: Session, { path, txnId, content, delay }: Later): Promise<string> {
  const url = `${path}/${encodeURIComponent(txnId)}`;
  const query = { 'org.matrix.msc4140.delay': String(Math.round(delay)) };
  const answer = await session.client.http.authedRequest<{ delay_id: string }>(Method.Put, url, query, content);
  return answer.delay_id;
}

async function seal(
  session: Session,
  room: Room,
  type: string,
  content: EventContent,
): Promise<{ type: string; content: EventContent }> {
  // Reactions stay readable to the server, as everywhere in Matrix: their relation is in the clear anyway.
  if (type === 'm.reaction' || !(await isEncrypted(session, room))) return { type, content };
  const crypto = session.client.getCrypto() as CryptoBackend | undefined;
  if (!crypto) throw new EngineError('crypto_unavailable', 'Encryption has not started.');
  const event = new MatrixEvent({ type, content, room_id: room.roomId, sender: session.userId });
  await crypto.encryptEvent(event, room);
  return { type: event.getWireType(), content: event.getWireContent() };
}

/** Either the room's state or our own memory says so: a server cannot switch encryption off by hiding the state. */
export async function isEncrypted(session: Session, room: Room): Promise<boolean> {
  if (room.hasEncryptionStateEvent()) return true;
  return (await session.client.getCrypto()?.isEncryptionEnabledInRoom(room.roomId)) ?? false;
}

async function uploadFile(session: Session, record: OutboxRecord, options: DeliveryOptions): Promise<EventContent> {
  const file = record.file;
  if (!file) return record.content;
  if (file.thumbnail)
    await uploadBlob(session, record, file.thumbnail, null, { ...options, onProgress: () => undefined });
  await uploadBlob(session, record, file.file, file.name, options);
  return withAddresses(record.content, file);
}

/** The address is saved at once, so that a retry does not upload again. */
async function uploadBlob(
  session: Session,
  record: OutboxRecord,
  blob: OutboxBlob,
  name: string | null,
  options: DeliveryOptions,
): Promise<void> {
  if (blob.mxc) return;
  // The name of an encrypted file is part of the encrypted message and must not reach the server beside it.
  const visible = blob.keys ? { name: null, type: 'application/octet-stream' } : { name, type: blob.type };
  blob.mxc = await upload(session.http, blob.bytes, { ...visible, ...options });
  await session.store.putOutbox(record);
}
