// SPDX-License-Identifier: EUPL-1.2
// Recordings are written anew as Ogg: every packet, its time and the checksums.
import { describe, expect, it } from 'vitest';
import { asOgg, checksum } from './ogg';

const text = (words: string) => [...new TextEncoder().encode(words)];
const HEAD = [...text('OpusHead'), 1, 1, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0];
const UNKNOWN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
/** Frames of 20 ms, one in each packet. */
const TOC = 0x78;

/** An element whose size is written in two bytes. */
const element = (id: number[], body: number[]) => [...id, 0x40 | (body.length >> 8), body.length & 0xff, ...body];
const block = (packet: number[], flags = 0x80) => element([0xa3], [0x81, 0, 0, flags, ...packet]);

function webm(blocks: number[][], head = HEAD): Blob {
  const track = element([0xae], [...element([0x86], text('A_OPUS')), ...element([0x63, 0xa2], head)]);
  const cluster = [0x1f, 0x43, 0xb6, 0x75, ...UNKNOWN, ...element([0xe7], [0]), ...blocks.flat()];
  const segment = [0x18, 0x53, 0x80, 0x67, ...UNKNOWN, ...element([0x16, 0x54, 0xae, 0x6b], track), ...cluster];
  const bytes = [...element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], text('webm'))), ...segment];
  return new Blob([new Uint8Array(bytes)], { type: 'audio/webm' });
}

interface Page {
  kind: number;
  samples: number;
  packets: number[][];
}

async function pagesOf(file: Blob): Promise<Page[]> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pages: Page[] = [];
  for (let at = 0; at < bytes.length; ) {
    const view = new DataView(bytes.buffer, at);
    const lacing = bytes.subarray(at + 27, at + 27 + view.getUint8(26));
    const length = 27 + lacing.length + lacing.reduce((sum, size) => sum + size, 0);
    const whole = bytes.slice(at, at + length);
    whole.fill(0, 22, 26);
    expect(checksum(whole)).toBe(view.getUint32(22, true));
    expect(view.getUint32(18, true)).toBe(pages.length);
    const packets: number[][] = [[]];
    let from = 27 + lacing.length;
    for (const size of lacing) {
      packets.at(-1)?.push(...whole.subarray(from, from + size));
      from += size;
      if (size < 255) packets.push([]);
    }
    pages.push({ kind: view.getUint8(5), samples: Number(view.getBigUint64(6, true)), packets: packets.slice(0, -1) });
    at += length;
  }
  return pages;
}

describe('a recording in Ogg', () => {
  it('has the checksum that Ogg defines', () => {
    expect(checksum(new Uint8Array(text('123456789')))).toBe(0x89a1897f);
  });

  it('keeps the head and every packet', async () => {
    const packets = [
      [TOC, 1, 2],
      [TOC, ...Array<number>(254).fill(7)],
      [TOC, ...Array<number>(299).fill(9)],
    ];
    const [head, tags, sound] = await pagesOf(await asOgg(webm(packets.map((packet) => block(packet)))));
    expect(head).toEqual({ kind: 2, samples: 0, packets: [HEAD] });
    expect(tags?.packets[0]?.slice(0, 8)).toEqual(text('OpusTags'));
    expect(sound).toEqual({ kind: 4, samples: 3 * 960, packets });
  });

  it('tells the time on every page', async () => {
    const pages = await pagesOf(await asOgg(webm(Array.from({ length: 120 }, () => block([TOC, 5])))));
    expect(pages.map(({ samples }) => samples)).toEqual([0, 0, 48_000, 96_000, 115_200]);
    expect(pages.map(({ kind }) => kind)).toEqual([2, 0, 0, 0, 4]);
  });

  it('leaves alone what it does not understand', async () => {
    const laced = webm([block([TOC, 1], 0x82)]);
    const other = webm([block([TOC, 1])], text('vorbis'));
    const safari = new Blob(['x'], { type: 'audio/mp4' });
    for (const file of [laced, other, safari]) expect(await asOgg(file)).toBe(file);
  });
});
