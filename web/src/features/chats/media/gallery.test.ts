// SPDX-License-Identifier: EUPL-1.2
// Which pictures stand in one grid.
import { expect, test } from 'vitest';
import type { Attachment, MessageItem, TimelineItem } from '@/engine/rpc/protocol';
import { message } from '../testing';
import { isGallery, joinPictures } from './gallery';

function picture(key: string, changes: Partial<MessageItem> = {}): MessageItem {
  const attachment: Attachment = {
    source: { from: 'event', roomId: '!room', eventId: `$${key}`, part: 'file' },
    thumbnail: null,
    name: `${key}.png`,
    mimeType: 'image/png',
    size: 1000,
    width: 100,
    height: 100,
    durationMs: null,
    voice: false,
    waveform: null,
    played: true,
    blurhash: null,
    encrypted: true,
    scan: 'clean',
    threats: [],
  };
  const item = message(key, '', { continues: true, startsDay: false, startsUnread: false, ...changes });
  return { ...item, content: { ...item.content, kind: 'image', rich: [], attachment, ...changes.content } };
}

const shape = (items: TimelineItem[]) =>
  joinPictures(items).map((item) => (isGallery(item) ? item.gallery.map(({ key }) => key) : item.key));

test('pictures in a row are one grid, and a word ends it', () => {
  expect(shape([picture('a'), picture('b'), message('w', 'And?'), picture('c')])).toEqual([['a', 'b'], 'w', 'c']);
});

test('what a person said to one picture keeps it apart from those before it', () => {
  const liked = picture('b', { reactions: [{ key: '👍', count: 1, senders: [], mine: false }] });
  expect(shape([picture('a'), liked, picture('c')])).toEqual(['a', ['b', 'c']]);
});

test('other days, other people and later pictures begin a new grid', () => {
  expect(shape([picture('a'), picture('b', { continues: false })])).toEqual(['a', 'b']);
  expect(shape([picture('a', { at: 0 }), picture('b', { at: 120_000 })])).toEqual(['a', 'b']);
});

test('a grid that has not changed is the same object', () => {
  const items = [picture('a'), picture('b')];
  expect(joinPictures(items)[0]).toBe(joinPictures([...items])[0]);
});
