// SPDX-License-Identifier: EUPL-1.2
// ISO media files (MP4, MOV, HEIC, AVIF): blanks place and owner where they stand, since offsets must not move.
import { ascii } from './bytes';
import { blankTiff } from './tiff';

/** Boxes that hold other boxes on the way to the remarks. */
const PARENTS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia']);
/** User data of phones, and the same as XMP. */
const REMARKS: ReadonlySet<string> = new Set(['udta', 'uuid']);
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const XMP = '<x:xmpmeta';
const XMP_END = '</x:xmpmeta>';
const BRANDS_OF_PICTURES = /^(hei[cx]|hev[cx]|mif1|msf1|avif|avis)/;

export function blankMovieMetadata(data: Uint8Array<ArrayBuffer>): ArrayBuffer {
  const copy = data.slice();
  blankBoxes(copy, 0, copy.length, false);
  if (BRANDS_OF_PICTURES.test(ascii(copy, 8, 4))) blankPictureItems(copy);
  return copy.buffer;
}

function blankBoxes(data: Uint8Array, from: number, to: number, inMovie: boolean): void {
  const view = new DataView(data.buffer);
  for (let at = from; at + 8 <= to; ) {
    const { size, head } = sizeOf(view, at, to);
    if (size < head || at + size > to) return;
    const type = ascii(data, at + 4, 4);
    // Outside of the movie `meta` is the picture itself.
    if (REMARKS.has(type) || (type === 'meta' && inMovie)) blankBox(data, at, head, size);
    else if (PARENTS.has(type)) blankBoxes(data, at + head, at + size, true);
    at += size;
  }
}

function sizeOf(view: DataView, at: number, end: number): { size: number; head: number } {
  const size = view.getUint32(at);
  if (size === 0) return { size: end - at, head: 8 };
  if (size !== 1 || at + 16 > end) return { size, head: 8 };
  return { size: Number(view.getBigUint64(at + 8)), head: 16 };
}

/** `free` is the box that players pass over. */
function blankBox(data: Uint8Array, at: number, head: number, size: number): void {
  data.set([0x66, 0x72, 0x65, 0x65], at + 4);
  data.fill(0, at + head, at + size);
}

function blankPictureItems(data: Uint8Array): void {
  for (let at = indexOf(data, EXIF, 0); at >= 0; at = indexOf(data, EXIF, at + 6)) blankTiff(data.subarray(at + 6));
  const start = indexOf(data, codesOf(XMP), 0);
  const end = start < 0 ? -1 : indexOf(data, codesOf(XMP_END), start);
  if (end >= 0) data.fill(0x20, start, end + XMP_END.length);
}

const codesOf = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

function indexOf(data: Uint8Array, wanted: readonly number[], from: number): number {
  const [first = 0] = wanted;
  for (let at = data.indexOf(first, from); at >= 0; at = data.indexOf(first, at + 1)) {
    if (wanted.every((code, index) => data[at + index] === code)) return at;
  }
  return -1;
}
