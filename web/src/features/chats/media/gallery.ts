// SPDX-License-Identifier: EUPL-1.2
// Pictures and videos that one person sent together become one grid.
import type { MessageItem, TimelineItem } from '@/engine/rpc/protocol';
import { isPicture, showsAtOnce } from './kinds';

/** Stands in the list as its first picture. */
export interface Gallery extends MessageItem {
  gallery: MessageItem[];
}

/** Sent in one go; a picture a minute later is another thought. */
const TOGETHER_MS = 60_000;

export function isGallery(item: TimelineItem): item is Gallery {
  return item.type === 'message' && 'gallery' in item;
}

/** The messages behind a line: one, or all of a grid. */
export function messagesOf(item: MessageItem): MessageItem[] {
  return isGallery(item) ? item.gallery : [item];
}

function isTile(item: TimelineItem | undefined): item is MessageItem {
  if (item?.type !== 'message' || item.reply || item.send.state === 'failed') return false;
  const { attachment, kind } = item.content;
  if (!attachment || attachment.scan === 'infected') return false;
  return kind === 'video' || (isPicture(kind, attachment) && showsAtOnce(attachment));
}

/** Words, reactions and a pin belong to one picture, which then stands alone; the first one keeps its own. */
function follows(before: MessageItem, item: TimelineItem): item is MessageItem {
  if (!isTile(item) || !item.continues || item.startsDay || item.startsUnread) return false;
  if (item.content.rich.length > 0 || item.reactions.length > 0 || item.pinned) return false;
  if (item.thread || item.content.forwarded) return false;
  return item.sender.userId === before.sender.userId && item.at - before.at < TOGETHER_MS;
}

/** The same grid is the same object, so that its line is not drawn again. */
const known = new WeakMap<MessageItem, Gallery>();

function galleryOf(tiles: MessageItem[]): MessageItem[] {
  const [head] = tiles;
  if (!head || tiles.length < 2) return tiles;
  const before = known.get(head);
  if (before?.gallery.length === tiles.length && before.gallery.every((tile, index) => tile === tiles[index]))
    return [before];
  const made = { ...head, readBy: tiles.at(-1)?.readBy ?? head.readBy, gallery: tiles };
  known.set(head, made);
  return [made];
}

export function joinPictures(items: readonly TimelineItem[]): TimelineItem[] {
  const shown: TimelineItem[] = [];
  let tiles: MessageItem[] = [];
  for (const item of items) {
    const before = tiles.at(-1);
    if (before && follows(before, item)) {
      tiles.push(item);
      continue;
    }
    if (before) shown.push(...galleryOf(tiles));
    if (isTile(item)) tiles = [item];
    else {
      if (before) tiles = [];
      shown.push(item);
    }
  }
  shown.push(...galleryOf(tiles));
  return shown;
}
