// SPDX-License-Identifier: EUPL-1.2
// Writes Opus packets as an Ogg file (RFC 3533, RFC 7845), the form of voice messages that every client plays.
import { type OpusStream, readWebm } from './webm';

const SERIAL = 1;
const FIRST = 2;
const LAST = 4;
const HEAD_LENGTH = 27;
const CHECKSUM_AT = 22;
/** A page names at most so many pieces of 255 bytes. */
const MOST_PIECES = 255;
const PIECE = 255;
/** About a second of speech, so that a player finds a place quickly. */
const PACKETS_A_PAGE = 50;
const SAMPLES_A_MS = 48;
const POLYNOMIAL = 0x04c11db7;

/** The same sound in Ogg; a recording that is no WebM with Opus stays as it is. */
export async function asOgg(recording: Blob): Promise<Blob> {
  if (recording.type !== 'audio/webm') return recording;
  const stream = readWebm(new Uint8Array(await recording.arrayBuffer()));
  return stream ? new Blob(writeOgg(stream), { type: 'audio/ogg' }) : recording;
}

export function writeOgg({ head, packets }: OpusStream): Uint8Array<ArrayBuffer>[] {
  const pages = [page([head], 0, 0, FIRST), page([tags()], 0, 1, 0)];
  let samples = 0;
  for (let at = 0; at < packets.length; ) {
    const filled = fill(packets, at);
    at += filled.length;
    samples += filled.reduce((sum, packet) => sum + samplesOf(packet), 0);
    pages.push(page(filled, samples, pages.length, at === packets.length ? LAST : 0));
  }
  return pages;
}

function fill(packets: readonly Uint8Array[], from: number): Uint8Array[] {
  const filled: Uint8Array[] = [];
  let pieces = 0;
  for (const packet of packets.slice(from, from + PACKETS_A_PAGE)) {
    pieces += piecesOf(packet);
    if (pieces > MOST_PIECES) break;
    filled.push(packet);
  }
  return filled;
}

const piecesOf = ({ length }: Uint8Array) => Math.floor(length / PIECE) + 1;

function page(packets: Uint8Array[], samples: number, number: number, kind: number): Uint8Array<ArrayBuffer> {
  const lacing = packets.flatMap((packet) => [
    ...Array<number>(piecesOf(packet) - 1).fill(PIECE),
    packet.length % PIECE,
  ]);
  const body = packets.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(HEAD_LENGTH + lacing.length + body);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('OggS'));
  view.setUint8(5, kind);
  view.setBigUint64(6, BigInt(samples), true);
  view.setUint32(14, SERIAL, true);
  view.setUint32(18, number, true);
  view.setUint8(26, lacing.length);
  bytes.set(lacing, HEAD_LENGTH);
  let at = HEAD_LENGTH + lacing.length;
  for (const packet of packets) {
    bytes.set(packet, at);
    at += packet.length;
  }
  view.setUint32(CHECKSUM_AT, checksum(bytes), true);
  return bytes;
}

/** The comment header: who wrote it, and no comments. */
function tags(): Uint8Array {
  const vendor = new TextEncoder().encode('Chancery');
  const bytes = new Uint8Array(8 + 4 + vendor.length + 4);
  bytes.set(new TextEncoder().encode('OpusTags'));
  new DataView(bytes.buffer).setUint32(8, vendor.length, true);
  bytes.set(vendor, 12);
  return bytes;
}

/** How long a packet sounds, at 48 kHz, from its first bytes (RFC 6716, 3.1). */
function samplesOf([toc = 0, count = 0]: Uint8Array): number {
  const config = toc >> 3;
  const frames = [1, 2, 2, count & 0x3f][toc & 3] ?? 1;
  return frames * frameMs(config) * SAMPLES_A_MS;
}

function frameMs(config: number): number {
  if (config < 12) return [10, 20, 40, 60][config & 3] ?? 0;
  if (config < 16) return [10, 20][config & 1] ?? 0;
  return [2.5, 5, 10, 20][config & 3] ?? 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) sum = (sum << 1) ^ (sum < 0 ? POLYNOMIAL : 0);
  return sum;
});

/** The checksum of Ogg pages: CRC-32 from the highest bit, starting at zero. */
export function checksum(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => (sum << 8) ^ (TABLE[(sum >>> 24) ^ byte] ?? 0), 0) >>> 0;
}
