// SPDX-License-Identifier: EUPL-1.2
// Makes a chosen file ready for the queue: check, preview, encrypt.

import type { EventContent, OutboxBlob, OutboxFile } from '../outbox/record';
import { EngineError } from '../rpc/errors';
import type { SendFile } from '../rpc/models';
import { encryptAttachment } from './attachment';
import { messageType } from './kinds';
import { withoutMetadata } from './metadata';
import type { Scanner } from './scanner';
import { examineImage, type ImageFacts, smallerPicture } from './thumbnail';

export interface PreparedFile {
  file: OutboxFile;
  /** Content of the message without the addresses, which the upload adds. */
  content: EventContent;
}

/** Rejects with `infected` or `could_not_be_scanned` before anything is kept or sent. */
export async function prepareFile(scanner: Scanner, params: SendFile, encrypted: boolean): Promise<PreparedFile> {
  if (params.file.size === 0) throw new EngineError('invalid', 'The file is empty.');
  const original = await readAll(params.file);
  // In rooms without encryption the server itself scans the upload.
  if (encrypted) await scanner.check(original);
  const sent = await presentable(params, original);
  const mimeType = sent.type || 'application/octet-stream';
  const facts = await examine(sent, mimeType, params);
  const file: OutboxFile = {
    name: params.name,
    mimeType,
    size: sent.size,
    file: await prepareBlob(await sent.arrayBuffer(), mimeType, encrypted),
    thumbnail: facts?.thumbnail ? await prepareThumbnail(facts.thumbnail.blob, encrypted) : null,
  };
  return { file, content: fileContent(params, file, facts) };
}

/** Pictures and videos leave without the place where they were taken; the person's own file stays as it is. */
async function presentable({ file, smaller }: SendFile, bytes: ArrayBuffer): Promise<Blob> {
  const [type = ''] = file.type.split(';');
  if (!/^(image|video)\//.test(type)) return new Blob([bytes], { type });
  const clean = new Blob([withoutMetadata(bytes)], { type });
  return (smaller && messageType(type) === 'm.image' ? await smallerPicture(clean) : null) ?? clean;
}

async function examine(file: Blob, mimeType: string, { facts }: SendFile): Promise<ImageFacts | null> {
  const kind = messageType(mimeType);
  if (kind === 'm.image') return examineImage(file);
  if (kind !== 'm.video' || !facts?.poster) return null;
  const poster = await examineImage(facts.poster);
  if (!poster) return null;
  const { width, height } = poster;
  const thumbnail = poster.thumbnail ?? { blob: facts.poster, width, height };
  return { ...poster, width: facts.width ?? width, height: facts.height ?? height, thumbnail };
}

async function readAll(file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (reason) {
    // The file was moved or changed on the disk after it had been chosen.
    throw new EngineError('not_found', String(reason));
  }
}

async function prepareThumbnail(blob: Blob, encrypted: boolean): Promise<OutboxBlob> {
  return prepareBlob(await blob.arrayBuffer(), blob.type, encrypted);
}

async function prepareBlob(bytes: ArrayBuffer, type: string, encrypted: boolean): Promise<OutboxBlob> {
  if (!encrypted) return { bytes: new Blob([bytes], { type }), type, keys: null, mxc: null };
  const sealed = await encryptAttachment(bytes);
  return { bytes: new Blob([sealed.bytes]), type, keys: sealed.keys, mxc: null };
}

const BLURHASH = 'xyz.amorgan.blurhash';

function fileContent(params: SendFile, file: OutboxFile, facts: ImageFacts | null): EventContent {
  const declared = messageType(file.mimeType);
  const msgtype = params.voice ? 'm.audio' : declared === 'm.image' && !facts ? 'm.file' : declared;
  const content: EventContent = { msgtype, body: params.caption || params.name, filename: params.name };
  content.info = infoOf(params, file, facts);
  return params.voice ? { ...content, ...voiceContent(params.voice) } : content;
}

function infoOf({ facts: known, voice }: SendFile, file: OutboxFile, facts: ImageFacts | null): EventContent {
  const info: EventContent = { mimetype: file.mimeType, size: file.size };
  if (facts) Object.assign(info, { w: facts.width, h: facts.height });
  if (facts?.blurhash) info[BLURHASH] = facts.blurhash;
  if (facts?.thumbnail) {
    const { width, height, blob } = facts.thumbnail;
    info.thumbnail_info = { w: width, h: height, mimetype: blob.type, size: blob.size };
  }
  const durationMs = voice?.durationMs ?? known?.durationMs;
  if (durationMs) info.duration = Math.round(durationMs);
  return info;
}

/** MSC3245 and MSC1767 as clients send them. */
function voiceContent({ durationMs, waveform }: NonNullable<SendFile['voice']>): EventContent {
  return {
    'org.matrix.msc3245.voice': {},
    'org.matrix.msc1767.audio': { duration: Math.round(durationMs), waveform },
  };
}

/** Adds the addresses and keys once the bytes are on the server. */
export function withAddresses(content: EventContent, file: OutboxFile): EventContent {
  const info: EventContent = { ...(content.info as EventContent) };
  const done: EventContent = { ...content, info };
  placeAddress(done, file.file, 'url', 'file');
  if (file.thumbnail) placeAddress(info, file.thumbnail, 'thumbnail_url', 'thumbnail_file');
  return done;
}

function placeAddress(target: EventContent, blob: OutboxBlob, plainName: string, encryptedName: string): void {
  if (blob.keys) target[encryptedName] = { ...blob.keys, url: blob.mxc };
  else target[plainName] = blob.mxc;
}
