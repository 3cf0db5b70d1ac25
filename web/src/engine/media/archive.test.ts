// SPDX-License-Identifier: EUPL-1.2
// Archives: what is in them reaches the scanner, and what cannot be opened is never taken for clean.
import { describe, expect, it } from 'vitest';
import { parts } from './archive';
import { BOUNDS, type Bounds } from './unpack';

type Bytes = Uint8Array<ArrayBuffer>;

const bytes = (text: string): Bytes => new TextEncoder().encode(text);
const number = (value: number, length: number): Bytes =>
  new Uint8Array(length).map((_, index) => (value >> (8 * index)) & 255);

function join(...chunks: Uint8Array[]): Bytes {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

async function pack(plain: Bytes, format: CompressionFormat): Promise<Bytes> {
  return new Uint8Array(
    await new Response(new Blob([plain]).stream().pipeThrough(new CompressionStream(format))).arrayBuffer(),
  );
}

interface Member {
  name: string;
  body: Bytes;
  method?: number;
  flags?: number;
}

/** A ZIP as APPNOTE 4.3 describes it; `declared` sizes and checksums are left zero, which a reader must bear. */
async function zip(members: Member[], front: Bytes = new Uint8Array()): Promise<Bytes> {
  const locals: Bytes[] = [];
  const directory: Bytes[] = [];
  let at = 0;
  for (const { name, body, method = 8, flags = 0 } of members) {
    const packed = method === 8 ? await pack(body, 'deflate-raw') : body;
    const shared = join(
      number(20, 2),
      number(flags, 2),
      number(method, 2),
      number(0, 8),
      number(packed.length, 4),
      number(0, 4),
      number(name.length, 2),
      number(0, 2),
    );
    const local = join(number(0x04034b50, 4), shared, bytes(name), packed);
    directory.push(join(number(0x02014b50, 4), number(20, 2), shared, number(0, 10), number(at, 4), bytes(name)));
    locals.push(local);
    at += local.length;
  }
  const entries = join(...directory);
  const end = join(number(0x06054b50, 4), number(0, 8), number(entries.length, 4), number(at, 4), number(0, 2));
  return join(front, ...locals, entries, end);
}

function tar(name: string, body: Bytes): Bytes {
  const header = new Uint8Array(512);
  header.set(bytes(name), 0);
  header.set(bytes(body.length.toString(8).padStart(11, '0')), 124);
  header.set(bytes('ustar'), 257);
  return join(header, body, new Uint8Array((512 - (body.length % 512)) % 512), new Uint8Array(1024));
}

async function texts(content: Bytes, bounds: Bounds = BOUNDS): Promise<string[]> {
  const found: string[] = [];
  for await (const part of parts(content, bounds)) found.push(new TextDecoder().decode(part));
  return found.slice(1);
}

const shut = (content: Bytes, bounds?: Bounds) =>
  expect(texts(content, bounds)).rejects.toMatchObject({ code: 'could_not_be_scanned' });

describe('archives', () => {
  it('yields a file that is no archive as it is', async () => {
    expect(await texts(bytes('just text'))).toEqual([]);
  });

  it('opens packed and stored members, nested archives and folders', async () => {
    const inner = await zip([{ name: 'deep.txt', body: bytes('deep') }]);
    const outer = await zip([
      { name: 'folder/', body: new Uint8Array(), method: 0 },
      { name: 'a.txt', body: bytes('packed') },
      { name: 'b.txt', body: bytes('stored'), method: 0 },
      { name: 'c.zip', body: inner },
    ]);
    const found = await texts(outer);
    expect(found).toContain('packed');
    expect(found).toContain('stored');
    expect(found.at(-1)).toBe('deep');
  });

  it('opens gzip and tar', async () => {
    expect(await texts(await pack(tar('a.txt', bytes('in a tar')), 'gzip'))).toContain('in a tar');
  });

  it('finds an archive behind other bytes', async () => {
    expect(await texts(await zip([{ name: 'a', body: bytes('hidden') }], bytes('#!/bin/sh\n')))).toEqual(['hidden']);
  });

  it('does not take a file with four unlucky bytes for an archive', async () => {
    expect(await texts(join(bytes('text '), number(0x06054b50, 4), bytes(' and more text after it')))).toEqual([]);
  });

  it('says that it cannot look behind a password', async () => {
    await shut(await zip([{ name: 'secret', body: bytes('x'), flags: 1 }]));
  });

  it.each([
    '377abcaf271c0004',
    '526172211a0700',
    '4d534346',
    '425a6839',
    'fd377a585a0000',
  ])('says that it cannot open %s', async (hex) => {
    await shut(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
  });

  it('says so of unknown methods and of broken archives', async () => {
    await shut(await zip([{ name: 'a', body: bytes('x'), method: 12 }]));
    const whole = await zip([{ name: 'a', body: bytes('some text to be packed') }]);
    await shut(whole.slice(0, -10));
    const damaged = whole.slice();
    damaged.fill(255, 31, 40);
    await shut(damaged);
  });

  it('stops at bombs of size, number and depth', async () => {
    const bounds = { depth: 2, members: 3, totalBytes: 10_000, ratio: 1000, freeBytes: 10_000 };
    await shut(await zip([{ name: 'a', body: new Uint8Array(20_000) }]), bounds);
    await shut(await zip(['1', '2', '3', '4'].map((name) => ({ name, body: bytes(name) }))), bounds);
    let nested = bytes('core');
    for (let level = 0; level < 3; level += 1) nested = await zip([{ name: 'n', body: nested }]);
    await shut(nested, bounds);
  });
});
