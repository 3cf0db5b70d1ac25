// SPDX-License-Identifier: EUPL-1.2
// Takes the Opus packets out of a WebM recording (RFC 9559), as browsers without Ogg write them.

export interface OpusStream {
  /** The identification header (RFC 7845, 5.1). */
  head: Uint8Array;
  packets: Uint8Array[];
}

const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;
const CODEC_PRIVATE = 0x63a2;
/** Segment, Cluster, BlockGroup, Tracks and TrackEntry: what is inside follows at once, whatever their size. */
const PARENTS = new Set([0x18538067, 0x1f43b675, 0xa0, 0x1654ae6b, 0xae]);
const LACING = 0x06;
/** After the number of the track: two bytes of time, one of flags. */
const BLOCK_HEAD = 3;
const OPUS_HEAD = 'OpusHead';

/** Null when this is no recording with one Opus track, one packet in each block. */
export function readWebm(bytes: Uint8Array): OpusStream | null {
  let head: Uint8Array | null = null;
  const packets: Uint8Array[] = [];
  for (const { id, body } of leavesOf(bytes)) {
    if (id === CODEC_PRIVATE) head = body;
    if (id !== SIMPLE_BLOCK && id !== BLOCK) continue;
    const packet = packetOf(body);
    if (!packet) return null;
    packets.push(packet);
  }
  const known = head && new TextDecoder().decode(head.subarray(0, OPUS_HEAD.length)) === OPUS_HEAD;
  return known && head && packets.length > 0 ? { head, packets } : null;
}

function* leavesOf(bytes: Uint8Array): Generator<{ id: number; body: Uint8Array }> {
  let at = 0;
  while (at < bytes.length) {
    const idLength = lengthOf(bytes[at]);
    const id = numberAt(bytes, at, idLength);
    const sizeLength = lengthOf(bytes[at + idLength]);
    const size = numberAt(bytes, at + idLength, sizeLength) - 2 ** (7 * sizeLength);
    at += idLength + sizeLength;
    if (PARENTS.has(id)) continue;
    yield { id, body: bytes.subarray(at, at + size) };
    at += Math.max(size, 0);
  }
}

/** Variable-size integers say their length by their leading zeros. */
function lengthOf(first = 0): number {
  return Math.clz32(first) - 23;
}

function numberAt(bytes: Uint8Array, at: number, length: number): number {
  return bytes.subarray(at, at + length).reduce((number, byte) => number * 256 + byte, 0);
}

function packetOf(block: Uint8Array): Uint8Array | null {
  const at = lengthOf(block[0]);
  const flags = block[at + BLOCK_HEAD - 1] ?? LACING;
  return flags & LACING ? null : block.subarray(at + BLOCK_HEAD);
}
