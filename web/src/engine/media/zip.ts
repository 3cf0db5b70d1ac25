// SPDX-License-Identifier: EUPL-1.2
// Reads the members of a ZIP archive by its central directory (APPNOTE 4.3).
import { type Budget, expand, hasAt, unopened } from './unpack';

type Bytes = Uint8Array<ArrayBuffer>;

const LOCAL = '504b0304';
const SPANNED = '504b0708';
const DIRECTORY = '504b0102';
const END = '504b0506';
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const LONGEST_COMMENT = 65_535;
/** APPNOTE 4.4.4: encrypted member, strong encryption, encrypted central directory. */
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const STORED = 0;
const DEFLATED = 8;
/** Stands for "see the ZIP64 fields", which no office document needs. */
const ZIP64 = 0xffffffff;

interface Entry {
  method: number;
  packed: number;
  localAt: number;
  isFolder: boolean;
}

export function isZip(content: Bytes): boolean {
  return [LOCAL, SPANNED, END].some((start) => hasAt(content, 0, start)) || directoryOf(content) !== null;
}

export async function* readZip(content: Bytes, budget: Budget): AsyncGenerator<Bytes> {
  const directory = directoryOf(content);
  if (!directory) throw unopened('The archive has no directory.');
  for (const entry of entries(content, directory)) {
    budget.takeMember();
    if (!entry.isFolder) yield await member(content, directory.offset, entry, budget);
  }
}

interface Directory {
  at: number;
  end: number;
  /** Bytes before the archive, as in self-extracting ones. */
  offset: number;
}

function directoryOf(content: Bytes): Directory | null {
  const view = viewOf(content);
  for (let at = content.length - END_SIZE; at >= Math.max(0, content.length - END_SIZE - LONGEST_COMMENT); at -= 1) {
    if (!hasAt(content, at, END)) continue;
    const [size, declared] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    const start = at - size;
    // Four bytes that only look like an end record have no directory before them.
    if (start >= 0 && (size === 0 || hasAt(content, start, DIRECTORY)))
      return { at: start, end: at, offset: start - declared };
  }
  return null;
}

function* entries(content: Bytes, { at, end }: Directory): Generator<Entry> {
  const view = viewOf(content);
  let place = at;
  while (place < end) {
    if (!hasAt(content, place, DIRECTORY) || place + ENTRY_SIZE > end)
      throw unopened('The directory of the archive is broken.');
    if (view.getUint16(place + 8, true) & ENCRYPTED) throw unopened('The archive is behind a password.');
    const nameLength = view.getUint16(place + 28, true);
    const nameEnd = place + ENTRY_SIZE + nameLength;
    yield {
      method: view.getUint16(place + 10, true),
      packed: view.getUint32(place + 20, true),
      localAt: view.getUint32(place + 42, true),
      isFolder: nameLength > 0 && content[nameEnd - 1] === 0x2f,
    };
    place = nameEnd + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
  }
}

async function member(content: Bytes, offset: number, entry: Entry, budget: Budget): Promise<Bytes> {
  if (entry.packed === ZIP64 || entry.localAt === ZIP64) throw unopened('The archive is too large to be opened here.');
  const header = entry.localAt + offset;
  if (!hasAt(content, header, LOCAL)) throw unopened('A member of the archive is missing.');
  const view = viewOf(content);
  const from = header + LOCAL_SIZE + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (from + entry.packed > content.length) throw unopened('A member of the archive is cut off.');
  const packed = content.subarray(from, from + entry.packed);
  if (entry.method === DEFLATED) return expand(packed, 'deflate-raw', budget);
  if (entry.method !== STORED) throw unopened('The archive is packed in a way that cannot be opened here.');
  budget.takeBytes(packed.length);
  return packed;
}

function viewOf(content: Bytes): DataView {
  return new DataView(content.buffer, content.byteOffset, content.byteLength);
}
