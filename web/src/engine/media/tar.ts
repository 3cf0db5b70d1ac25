// SPDX-License-Identifier: EUPL-1.2
// Reads the members of a tar archive (POSIX ustar and its extensions).
import { type Budget, unopened } from './unpack';

type Bytes = Uint8Array<ArrayBuffer>;

const BLOCK = 512;
const SIZE_AT = 124;
const SIZE_LENGTH = 12;
/** GNU tar writes sizes over 8 GiB in binary, with this bit set. */
const BINARY_SIZE = 0x80;

export function* readTar(content: Bytes, budget: Budget): Generator<Bytes> {
  let at = 0;
  while (at + BLOCK <= content.length) {
    const header = content.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = sizeOf(header);
    const from = at + BLOCK;
    if (from + size > content.length) throw unopened('A member of the archive is cut off.');
    budget.takeMember();
    budget.takeBytes(size);
    if (size > 0) yield content.subarray(from, from + size);
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function sizeOf(header: Bytes): number {
  if ((header[SIZE_AT] ?? 0) & BINARY_SIZE) throw unopened('A member of the archive is too large.');
  const text = String.fromCharCode(...header.subarray(SIZE_AT, SIZE_AT + SIZE_LENGTH)).replace(/[\0 ]+/g, '');
  if (!/^[0-7]*$/.test(text)) throw unopened('The archive is broken.');
  return Number.parseInt(text || '0', 8);
}
