// SPDX-License-Identifier: EUPL-1.2
// Seals drafts for one's own devices: the key is derived from that of the key backup, which they share and the server never sees.
import { fromBase64, toBase64 } from '../media/base64';
import type { Session } from '../session';

export interface SealedDrafts {
  algorithm: typeof ALGORITHM;
  iv: string;
  ciphertext: string;
}

const ALGORITHM = 'org.chancery.draft.hkdf-aes-gcm';
const IV_BYTES = 12;
/** Lengths are rounded up to this, so that the server cannot watch every letter. */
const BLOCK = 256;

/** Null on a device that does not hold the keys of the account yet: its drafts stay on it. */
export async function sealDrafts(session: Session, roomId: string, text: string): Promise<SealedDrafts | null> {
  const key = await draftKey(session);
  if (!key) return null;
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const bytes = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: encoded(roomId) },
    key,
    padded(text),
  );
  return { algorithm: ALGORITHM, iv: toBase64(iv), ciphertext: toBase64(new Uint8Array(bytes)) };
}

/** Null when it cannot be opened: other keys, or not ours. */
export async function openDrafts(session: Session, roomId: string, content: unknown): Promise<string | null> {
  const { algorithm, iv, ciphertext } = (content ?? {}) as Partial<SealedDrafts>;
  if (algorithm !== ALGORITHM || typeof iv !== 'string' || typeof ciphertext !== 'string') return null;
  const key = await draftKey(session);
  if (!key) return null;
  const opening = { name: 'AES-GCM', iv: fromBase64(iv), additionalData: encoded(roomId) };
  const bytes = await crypto.subtle.decrypt(opening, key, fromBase64(ciphertext)).catch(() => null);
  return bytes && new TextDecoder().decode(bytes).trimEnd();
}

async function draftKey(session: Session): Promise<CryptoKey | null> {
  const backup = await session.client.getCrypto()?.getSessionBackupPrivateKey();
  if (!backup) return null;
  const base = await crypto.subtle.importKey('raw', Uint8Array.from(backup), 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoded(ALGORITHM) };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function padded(text: string): Uint8Array<ArrayBuffer> {
  const bytes = encoded(text);
  const whole = new Uint8Array(Math.ceil((bytes.length + 1) / BLOCK) * BLOCK).fill(0x20);
  whole.set(bytes);
  return whole;
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
