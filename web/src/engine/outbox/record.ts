// SPDX-License-Identifier: EUPL-1.2
// One thing waiting to be sent, as it is kept in IndexedDB.
import type { EngineErrorData } from '../rpc/errors';

export type EventContent = Record<string, unknown>;

/** The key material of an encrypted attachment: `EncryptedFile` of the specification without its address. */
export interface FileKeys {
  v: 'v2';
  key: { alg: 'A256CTR'; ext: true; k: string; key_ops: string[]; kty: 'oct' };
  iv: string;
  hashes: { sha256: string };
}

/** Bytes ready to go up (already encrypted when `keys` is set) and the address once they are there. */
export interface OutboxBlob {
  bytes: Blob;
  type: string;
  keys: FileKeys | null;
  mxc: string | null;
}

export interface OutboxFile {
  name: string;
  mimeType: string;
  size: number;
  file: OutboxBlob;
  thumbnail: OutboxBlob | null;
}

export interface OutboxRecord {
  /** Also the transaction id: the server drops a second copy. */
  key: string;
  roomId: string;
  /** Position in the queue. */
  order: number;
  at: number;
  type: string;
  content: EventContent;
  /** Set on redactions: the event to redact. */
  redacts: string | null;
  file: OutboxFile | null;
  /** The server keeps it until then; records of older versions have no such field. */
  sendAt?: number | null;
  /** It stays on this device until then, so that the person may take it back. */
  holdUntil?: number | null;
  /** The server has it under this id; the record goes once the cached timeline holds the event. */
  eventId?: string | null;
  /** Why it waits for the person; null while it may be sent. */
  error: EngineErrorData | null;
}
