// SPDX-License-Identifier: EUPL-1.2
// Pictures and videos with a place and an owner in them, made here byte by byte, and what is left of that.
import { describe, expect, it } from 'vitest';
import { withoutMetadata } from './metadata';
import { orientationOf } from './tiff';

const SECRET = 'N55.7512 Elena';
const text = (words: string) => [...words].map((letter) => letter.charCodeAt(0));
const has = (bytes: ArrayBuffer, words: string) => String.fromCharCode(...new Uint8Array(bytes)).includes(words);
const bytesOf = (...parts: number[][]) => new Uint8Array(parts.flat()).buffer;
const big = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** A folder with the way up and a place as text. */
function tiff(orientation: number): number[] {
  const entry = (tag: number, type: number, count: number, value: number[]) => [
    tag >> 8,
    tag & 255,
    0,
    type,
    ...big(count),
    ...value,
  ];
  const up = entry(0x0112, 3, 1, [0, orientation, 0, 0]);
  const place = entry(0x010e, 2, SECRET.length, big(38));
  return [0x4d, 0x4d, 0, 42, ...big(8), 0, 2, ...up, ...place, ...big(0), ...text(SECRET)];
}

function segment(marker: number, body: number[]): number[] {
  return [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
}

function jpeg(orientation: number): ArrayBuffer {
  const exif = segment(0xe1, [...text('Exif\0\0'), ...tiff(orientation)]);
  const colours = segment(0xe2, text('ICC_PROFILE'));
  const remark = segment(0xfe, text(SECRET));
  const scan = [...segment(0xda, [1, 2, 3]), 10, 20, 30, 0xff, 0xd9];
  return bytesOf([0xff, 0xd8], exif, colours, remark, scan, text(SECRET));
}

describe('a photo', () => {
  it('loses place, remarks and what follows its end, and keeps colours and picture', () => {
    const clean = withoutMetadata(jpeg(1));
    expect(has(clean, SECRET)).toBe(false);
    expect(has(clean, 'Exif')).toBe(false);
    expect(has(clean, 'ICC_PROFILE')).toBe(true);
    expect([...new Uint8Array(clean)].slice(-5)).toEqual([10, 20, 30, 0xff, 0xd9]);
  });

  it('keeps which way is up', () => {
    const clean = new Uint8Array(withoutMetadata(jpeg(6)));
    expect(has(clean.buffer, SECRET)).toBe(false);
    expect(orientationOf(clean.subarray(12))).toBe(6);
  });
});

describe('a PNG picture', () => {
  it('loses its texts', () => {
    const chunk = (type: string, body: number[]) => [...big(body.length), ...text(type), ...body, 0, 0, 0, 0];
    const head = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];
    const picture = bytesOf(
      head,
      chunk('IHDR', [1]),
      chunk('tEXt', text(SECRET)),
      chunk('IDAT', [7]),
      chunk('IEND', []),
    );
    const clean = withoutMetadata(picture);
    expect(has(clean, SECRET)).toBe(false);
    expect(has(clean, 'IDAT')).toBe(true);
  });
});

describe('a WebP picture', () => {
  it('loses Exif and XMP, its head says so, and it stays upright', () => {
    const little = (value: number) => big(value).reverse();
    const chunk = (type: string, body: number[]) => [
      ...text(type),
      ...little(body.length),
      ...body,
      ...(body.length % 2 ? [0] : []),
    ];
    const body = [
      ...chunk('VP8X', [0b1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      ...chunk('EXIF', tiff(8)),
      ...chunk('XMP ', text(SECRET)),
    ];
    const clean = withoutMetadata(bytesOf(text('RIFF'), little(body.length + 4), text('WEBP'), body));
    const view = new DataView(clean);
    expect(has(clean, SECRET)).toBe(false);
    expect(view.getUint8(20)).toBe(0b1000);
    expect(view.getUint32(4, true)).toBe(clean.byteLength - 8);
    expect(orientationOf(new Uint8Array(clean, 38))).toBe(8);
  });
});

describe('files whose parts are found by their place', () => {
  const box = (type: string, body: number[]) => [...big(body.length + 8), ...text(type), ...body];

  it('a video keeps its length and loses what is in its user data', () => {
    const video = bytesOf(
      box('ftyp', text('isom')),
      box('moov', [...box('mvhd', [1, 2]), ...box('udta', text(SECRET)), ...box('trak', box('meta', text(SECRET)))]),
      box('mdat', text('frames')),
    );
    const clean = withoutMetadata(video);
    expect(clean.byteLength).toBe(video.byteLength);
    expect(has(clean, SECRET)).toBe(false);
    expect(has(clean, 'frames')).toBe(true);
    expect(has(video, SECRET)).toBe(true);
  });

  it('a picture of a phone loses the place and stays upright', () => {
    const picture = bytesOf(box('ftyp', text('heic')), box('mdat', [0, 0, 0, 6, ...text('Exif\0\0'), ...tiff(6)]));
    const clean = withoutMetadata(picture);
    expect(clean.byteLength).toBe(picture.byteLength);
    expect(has(clean, SECRET)).toBe(false);
    expect(orientationOf(new Uint8Array(clean, 12 + 8 + 4 + 6))).toBe(6);
  });
});

it('other files stay as they are', () => {
  const file = bytesOf(text(`plain ${SECRET}`));
  expect(withoutMetadata(file)).toBe(file);
});
