// SPDX-License-Identifier: EUPL-1.2
// Takes out of pictures and videos what a camera wrote about place, time and owner; the way up stays.
import { ascii } from './bytes';
import { blankMovieMetadata } from './movie';
import { orientationOf, orientationTiff } from './tiff';

type Bytes = Uint8Array<ArrayBuffer>;

/** The same bytes when the format carries no metadata that we know. */
export function withoutMetadata(bytes: ArrayBuffer): ArrayBuffer {
  const data = new Uint8Array(bytes);
  const view = new DataView(bytes);
  if (data.length > 4 && view.getUint16(0) === 0xffd8) return cleanJpeg(data, view);
  if (data.length > 8 && view.getUint32(0) === 0x89504e47) return cleanPng(data, view);
  if (data.length > 16 && ascii(data, 0, 4) === 'RIFF' && ascii(data, 8, 4) === 'WEBP') return cleanWebp(data, view);
  if (data.length > 12 && ascii(data, 4, 4) === 'ftyp') return blankMovieMetadata(data);
  return bytes;
}

function joined(parts: Uint8Array[]): ArrayBuffer {
  const whole: Bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}

const EXIF_HEAD = 'Exif\0\0';
const START_OF_SCAN = 0xda;
/** JFIF, colour profile and Adobe's colour transform change how the picture looks. */
const KEPT_APPS: ReadonlySet<number> = new Set([0xe0, 0xe2, 0xee]);
const COMMENT = 0xfe;

/** JPEG (ITU T.81 B.1): segments of two bytes marker and two bytes length until the scan. */
function cleanJpeg(data: Uint8Array, view: DataView): ArrayBuffer {
  const kept: Uint8Array[] = [data.subarray(0, 2)];
  let orientation = 1;
  let at = 2;
  while (at + 4 <= data.length && data[at] === 0xff && data[at + 1] !== START_OF_SCAN) {
    const marker = data[at + 1] ?? 0;
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === 0xe1 && ascii(data, at + 4, 6) === EXIF_HEAD)
      orientation = orientationOf(data.subarray(at + 10, end));
    if (!isRemarks(marker)) kept.push(data.subarray(at, end));
    at = end;
  }
  if (orientation !== 1) kept.splice(1, 0, exifSegment(orientation));
  // A second picture or an extra that some phones append after the end may carry the data again.
  kept.push(data.subarray(at, endOfJpeg(data, at)));
  return joined(kept);
}

function isRemarks(marker: number): boolean {
  return marker === COMMENT || (marker >= 0xe0 && marker <= 0xef && !KEPT_APPS.has(marker));
}

function endOfJpeg(data: Uint8Array, from: number): number {
  for (let at = from; at + 1 < data.length; at += 1) {
    if (data[at] === 0xff && data[at + 1] === 0xd9) return at + 2;
  }
  return data.length;
}

function exifSegment(orientation: number): Uint8Array {
  const tiff = orientationTiff(orientation);
  const segment = new Uint8Array(10 + tiff.length);
  segment.set([0xff, 0xe1, 0, segment.length - 2]);
  segment.set(new TextEncoder().encode(EXIF_HEAD), 4);
  segment.set(tiff, 10);
  return segment;
}

const PNG_REMARKS: ReadonlySet<string> = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

/** PNG (ISO 15948): chunks of length, type, data and checksum after eight bytes. */
function cleanPng(data: Uint8Array, view: DataView): ArrayBuffer {
  const kept: Uint8Array[] = [data.subarray(0, 8)];
  for (let at = 8; at + 12 <= data.length; ) {
    const end = at + 12 + view.getUint32(at);
    const type = ascii(data, at + 4, 4);
    if (!PNG_REMARKS.has(type)) kept.push(data.subarray(at, end));
    at = end;
    if (type === 'IEND') break;
  }
  return joined(kept);
}

const WEBP_EXIF_AND_XMP = 0b1100;

/** WebP: RIFF chunks of even length; the first one says which others there are. */
function cleanWebp(data: Uint8Array, view: DataView): ArrayBuffer {
  const kept: Uint8Array[] = [data.slice(0, 12)];
  let orientation = 1;
  for (let at = 12; at + 8 <= data.length; ) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    const type = ascii(data, at, 4);
    if (type === 'EXIF') orientation = orientationOf(withoutExifHead(data.subarray(at + 8, at + 8 + size)));
    else if (type !== 'XMP ') kept.push(data.slice(at, end));
    at = end;
  }
  const head = kept[1];
  if (head && ascii(head, 0, 4) === 'VP8X') head[8] = (head[8] ?? 0) & ~WEBP_EXIF_AND_XMP;
  if (head && orientation !== 1 && ascii(head, 0, 4) === 'VP8X') {
    head[8] = (head[8] ?? 0) | 0b1000;
    kept.push(webpExif(orientation));
  }
  const whole = joined(kept);
  new DataView(whole).setUint32(4, whole.byteLength - 8, true);
  return whole;
}

function withoutExifHead(chunk: Uint8Array): Uint8Array {
  return ascii(chunk, 0, 6) === EXIF_HEAD ? chunk.subarray(6) : chunk;
}

function webpExif(orientation: number): Uint8Array {
  const tiff = orientationTiff(orientation);
  const chunk = new Uint8Array(8 + tiff.length);
  chunk.set(new TextEncoder().encode('EXIF'));
  new DataView(chunk.buffer).setUint32(4, tiff.length, true);
  chunk.set(tiff, 8);
  return chunk;
}
