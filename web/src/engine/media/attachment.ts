// SPDX-License-Identifier: EUPL-1.2
// Encrypted attachments as in the client-server API, "Sending encrypted attachments": AES-CTR-256, version 2.
import type { FileKeys } from '../outbox/record';
import { EngineError } from '../rpc/errors';
import { fromBase64, toBase64, toBase64Url } from './base64';

/** The lower half of the counter block counts, so that it cannot run into the random half. */
const COUNTER_BITS = 64;
const IV_BYTES = 16;
const KEY_BYTES = 32;

export interface EncryptedAttachment {
  bytes: ArrayBuffer;
  keys: FileKeys;
}

export async function encryptAttachment(plain: ArrayBuffer): Promise<EncryptedAttachment> {
  const iv = new Uint8Array(IV_BYTES);
  crypto.getRandomValues(iv.subarray(0, COUNTER_BITS / 8));
  const rawKey = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const key = await importKey(rawKey, 'encrypt');
  const bytes = await crypto.subtle.encrypt({ name: 'AES-CTR', counter: iv, length: COUNTER_BITS }, key, plain);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {
    bytes,
    keys: {
      v: 'v2',
      key: { alg: 'A256CTR', ext: true, k: toBase64Url(rawKey), key_ops: ['encrypt', 'decrypt'], kty: 'oct' },
      iv: toBase64(iv),
      hashes: { sha256: toBase64(digest) },
    },
  };
}

/** Rejects with `file_damaged` when the bytes are not those that the sender hashed. */
export async function decryptAttachment(bytes: ArrayBuffer, keys: FileKeys): Promise<ArrayBuffer> {
  const digest = toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  if (digest !== keys.hashes.sha256.replace(/=+$/, '')) throw damaged('The hash of the file differs.');
  try {
    const key = await importKey(fromBase64(keys.key.k), 'decrypt');
    const counter = fromBase64(keys.iv);
    return await crypto.subtle.decrypt({ name: 'AES-CTR', counter, length: COUNTER_BITS }, key, bytes);
  } catch {
    throw damaged('The key of the file is not usable.');
  }
}

/** The `file` of a message, when it is one that we can read. */
export function readFileKeys(file: unknown): (FileKeys & { url: string }) | null {
  const { v, url, key, iv, hashes } = (file ?? {}) as Partial<FileKeys> & { url?: unknown };
  if (v !== 'v2' || typeof url !== 'string' || typeof iv !== 'string') return null;
  if (typeof key?.k !== 'string' || typeof hashes?.sha256 !== 'string') return null;
  return { v, url, key, iv, hashes };
}

function importKey(raw: Uint8Array<ArrayBuffer>, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-CTR', false, [use]);
}

function damaged(message: string): EngineError {
  return new EngineError('file_damaged', message);
}
