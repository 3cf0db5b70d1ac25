// SPDX-License-Identifier: EUPL-1.2
// Seals what the index writes: AES-GCM under a key that no script can read out, bound to the place of the record.

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const IV_BYTES = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function makeKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = encoder.encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt(how(iv, place), key, plain) };
}

export async function open<T>(key: CryptoKey, place: string, { iv, data }: Sealed): Promise<T> {
  return JSON.parse(decoder.decode(await crypto.subtle.decrypt(how(iv, place), key, data))) as T;
}

function how(iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(place) };
}
