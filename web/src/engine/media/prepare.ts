// SPDX-License-Identifier: EUPL-1.2
// Makes a chosen file ready for the queue: check, preview, encrypt.

import type { EventContent, OutboxBlob, OutboxFile } from '../outbox/record';
import { EngineError } from '../rpc/errors';
import type { SendFile } from '../rpc/models';
import { encryptAttachment } from './attachment';
import { messageType } from './kinds';
import type { Scanner } from './scanner';
import { examineImage, type ImageFacts } from './thumbnail';

export interface PreparedFile {
  file: OutboxFile;
  /** Content of the message without the addresses, which the upload adds. */
  content: EventContent;
}

/** Rejects with `infected` or `could_not_be_scanned` before anything is kept or sent. */
export async function prepareFile(scanner: Scanner, params: SendFile, encrypted: boolean): Promise<PreparedFile> {
  if (params.file.size === 0) throw new EngineError('invalid', 'The file is empty.');
  const bytes = await readAll(params.file);
  // In rooms without encryption the server itself scans the upload.
  if (encrypted) await scanner.check(bytes);
  const mimeType = params.file.type || 'application/octet-stream';
  const facts = messageType(mimeType) === 'm.image' ? await examineImage(params.file) : null;
  const file: OutboxFile = {
    name: params.name,
    mimeType,
    size: params.file.size,
    file: await prepareBlob(bytes, mimeType, encrypted),
    thumbnail: facts?.thumbnail ? await prepareThumbnail(facts.thumbnail.blob, encrypted) : null,
  };
  return { file, content: fileContent(params, file, facts) };
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

function fileContent(params: SendFile, file: OutboxFile, facts: ImageFacts | null): EventContent {
  const declared = messageType(file.mimeType);
  const msgtype = declared === 'm.image' && !facts ? 'm.file' : declared;
  const info: EventContent = { mimetype: file.mimeType, size: file.size };
  if (facts) Object.assign(info, { w: facts.width, h: facts.height });
  if (facts?.thumbnail) {
    const { width, height, blob } = facts.thumbnail;
    info.thumbnail_info = { w: width, h: height, mimetype: blob.type, size: blob.size };
  }
  if (params.voice) info.duration = Math.round(params.voice.durationMs);
  const content: EventContent = { msgtype, body: params.caption || params.name, filename: params.name, info };
  if (params.voice) content['org.matrix.msc3245.voice'] = {};
  return content;
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
