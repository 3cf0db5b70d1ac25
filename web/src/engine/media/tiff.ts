// SPDX-License-Identifier: EUPL-1.2
// The TIFF structure inside Exif data: reads the way up, makes one with nothing else, and blanks the rest.

const ORIENTATION = 0x0112;
const SHORT = 3;
const LITTLE_ENDIAN = 0x4949;
const ENTRY_BYTES = 12;
/** Folders inside the first one: Exif, GPS and interoperability. */
const SUB_FOLDERS: ReadonlySet<number> = new Set([0x8769, 0x8825, 0xa005]);
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

interface Entry {
  at: number;
  tag: number;
  value: number;
  /** Where the value stands, within the entry when it is short. */
  from: number;
  bytes: number;
}

/** 1 (upright) to 8; 1 when it is not said or the data are broken. */
export function orientationOf(tiff: Uint8Array): number {
  const found = entriesOf(tiff, null).find(({ tag }) => tag === ORIENTATION)?.value ?? 1;
  return found >= 1 && found <= 8 ? found : 1;
}

/** Exif 2.3, 4.6: a header, one folder with one entry, and no next folder. */
export function orientationTiff(orientation: number): Uint8Array {
  const tiff = new Uint8Array(26);
  const view = new DataView(tiff.buffer);
  view.setUint16(0, 0x4d4d);
  view.setUint16(2, 42);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, ORIENTATION);
  view.setUint16(12, SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return tiff;
}

/** Overwrites every value but the way up, where the data cannot be cut out without moving others. */
export function blankTiff(tiff: Uint8Array): void {
  blankFolder(tiff, null, 0);
}

function blankFolder(tiff: Uint8Array, offset: number | null, depth: number): void {
  for (const { at, tag, value, from, bytes } of entriesOf(tiff, offset)) {
    if (tag === ORIENTATION) continue;
    if (SUB_FOLDERS.has(tag) && depth < 2) blankFolder(tiff, value, depth + 1);
    tiff.fill(0, from, from + bytes);
    tiff.fill(0, at, at + ENTRY_BYTES);
  }
}

function entriesOf(tiff: Uint8Array, offset: number | null): Entry[] {
  if (tiff.length < 8) return [];
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === LITTLE_ENDIAN;
  const folder = offset ?? view.getUint32(4, little);
  if (folder + 2 > tiff.length) return [];
  const count = view.getUint16(folder, little);
  return Array.from({ length: count }, (_, index) => folder + 2 + index * ENTRY_BYTES)
    .filter((at) => at + ENTRY_BYTES <= tiff.length)
    .map((at) => readEntry(view, at, little));
}

function readEntry(view: DataView, at: number, little: boolean): Entry {
  const type = view.getUint16(at + 2, little);
  const bytes = view.getUint32(at + 4, little) * (TYPE_BYTES[type] ?? 0);
  const value = type === SHORT ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little);
  const from = bytes <= 4 ? at + 8 : view.getUint32(at + 8, little);
  return { at, tag: view.getUint16(at, little), value, from, bytes };
}
