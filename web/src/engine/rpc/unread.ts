// SPDX-License-Identifier: EUPL-1.2
// The one definition of "unread", for lists, badges, the title of the tab, the start page and the notification centre.
//
// 1. A message is unread when it stands after the read receipt of its part (the main timeline, or its thread) and after
//    the person's own newest message there. In threads only those count that the person follows.
// 2. A chat is unread when it holds unread messages or the person marked it as unread.
// 3. A badge counts what the person wants to hear of: all unread messages; in chats set to mentions and in the archive
//    the mentions alone; in muted chats nothing. A mark made by hand counts as one.
// 4. An archived chat with an unread mention stands among the others until it is read.
import type { RoomSummary } from './models/rooms';

export type Countable = Pick<
  RoomSummary,
  'membership' | 'unread' | 'highlights' | 'markedUnread' | 'alerts' | 'archived'
>;

interface Placed {
  id: string | undefined;
  sender: string | undefined;
}

/** Index of the newest event that counts as read; -1 when this device does not hold it. `events`: oldest first. */
export function readPosition(events: readonly Placed[], readUpTo: string | null, me: string): number {
  return events.findLastIndex(({ id, sender }) => (readUpTo !== null && id === readUpTo) || sender === me);
}

export function isUnread(room: Countable): boolean {
  return room.membership === 'join' && (room.unread > 0 || room.markedUnread);
}

export function isArchived(room: Countable): boolean {
  return room.archived && room.highlights === 0;
}

export function badgeOf(room: Countable): number {
  if (room.membership !== 'join') return 0;
  return Math.max(wantedOf(room), room.markedUnread ? 1 : 0);
}

function wantedOf({ alerts, archived, unread, highlights }: Countable): number {
  if (alerts === 'mute') return 0;
  return alerts === 'mentions' || archived ? highlights : unread;
}

export function totalsOf(rooms: readonly Countable[]): { totalUnread: number; totalHighlights: number } {
  const heard = rooms.filter((room) => room.membership === 'join' && room.alerts !== 'mute');
  return {
    totalUnread: rooms.reduce((sum, room) => sum + badgeOf(room), 0),
    totalHighlights: heard.reduce((sum, room) => sum + room.highlights, 0),
  };
}
