// SPDX-License-Identifier: EUPL-1.2
// Encrypted attachments: what one side seals the other opens, and nothing else.
import { describe, expect, it } from 'vitest';
import { decryptAttachment, encryptAttachment, readFileKeys } from './attachment';
import { fromBase64, toBase64, toBase64Url } from './base64';
import { safeType } from './kinds';

const bytesOf = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

describe('attachments', () => {
  it.each([0, 1, 15, 16, 17, 100_000])('opens what it sealed, %i bytes', async (size) => {
    const plain = new Uint8Array(size).map((_, index) => index % 251).buffer;
    const { bytes, keys } = await encryptAttachment(plain);
    expect(new Uint8Array(await decryptAttachment(bytes, keys))).toEqual(new Uint8Array(plain));
    if (size > 16) expect(toBase64(new Uint8Array(bytes))).not.toBe(toBase64(new Uint8Array(plain)));
  });

  it('writes keys as the specification wants them', async () => {
    const { keys } = await encryptAttachment(bytesOf('x'));
    expect(keys).toMatchObject({
      v: 'v2',
      key: { alg: 'A256CTR', ext: true, kty: 'oct', key_ops: ['encrypt', 'decrypt'] },
    });
    expect(keys.key.k).toMatch(/^[\w-]{43}$/);
    expect(keys.iv).toMatch(/^[A-Za-z0-9+/]{22}$/);
    expect([...fromBase64(keys.iv).subarray(8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('never uses a key or counter twice', async () => {
    const [one, two] = await Promise.all([encryptAttachment(bytesOf('same')), encryptAttachment(bytesOf('same'))]);
    expect(one.keys.key.k).not.toBe(two.keys.key.k);
    expect(one.keys.iv).not.toBe(two.keys.iv);
  });

  it('refuses bytes that were changed', async () => {
    const { bytes, keys } = await encryptAttachment(bytesOf('the original'));
    const changed = new Uint8Array(bytes.slice(0));
    changed[3] = (changed[3] ?? 0) ^ 1;
    await expect(decryptAttachment(changed.buffer, keys)).rejects.toMatchObject({ code: 'file_damaged' });
  });

  it('opens the test vector of the Matrix specification family', async () => {
    // Key, counter, hash and bytes made with an independent implementation (Python cryptography).
    const keys = readFileKeys({
      v: 'v2',
      url: 'mxc://a/b',
      key: {
        alg: 'A256CTR',
        ext: true,
        k: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
        key_ops: ['encrypt', 'decrypt'],
        kty: 'oct',
      },
      iv: 'AQIDBAUGBwgAAAAAAAAAAA',
      hashes: { sha256: '4l051BvxYX8BEMoOcOIpdCw76dftJ/nqoz/mp5YxHWA' },
    });
    if (!keys) throw new Error('The keys are readable.');
    const plain = await decryptAttachment(fromBase64('KhAftFXUGw6h2eLBtf9C0sTVK9lxShNuVPai8CM').buffer, keys);
    expect(new TextDecoder().decode(plain)).toBe('Order No. 214 of the ministry');
  });

  it.each([
    undefined,
    {},
    { v: 'v1', url: 'mxc://a/b' },
    { v: 'v2', url: 'mxc://a/b', iv: 'x' },
  ])('does not take %j for keys', (file) => {
    expect(readFileKeys(file)).toBeNull();
  });
});

describe('base64', () => {
  it('reads both alphabets, padded or not', () => {
    const bytes = new Uint8Array([251, 255, 190, 0, 1]);
    for (const text of [toBase64(bytes), toBase64Url(bytes), `${toBase64(bytes)}=`])
      expect(fromBase64(text)).toEqual(bytes);
  });
});

describe('types of files', () => {
  it('never gives out what a browser would run', () => {
    for (const type of [
      'text/html',
      'image/svg+xml',
      'application/xhtml+xml',
      'text/xml',
      '',
      'IMAGE/SVG+XML; charset=x',
    ]) {
      expect(safeType(type)).toBe('application/octet-stream');
    }
    expect(safeType('image/PNG')).toBe('image/png');
  });
});
