// SPDX-License-Identifier: EUPL-1.2
// Filters of the chat list; "unread" and "archived" are defined once, in the engine's `rpc/unread.ts`.
import type { RoomSummary } from '@/engine/rpc/protocol';
import { badgeOf, isArchived, isUnread } from '@/engine/rpc/unread';

export const CHAT_FILTERS = ['all', 'unread', 'mentions', 'direct', 'rooms', 'favourites', 'archive'] as const;
export type ChatFilter = (typeof CHAT_FILTERS)[number];

export function asFilter(value: unknown): ChatFilter {
  return CHAT_FILTERS.find((known) => known === value) ?? 'all';
}

const TESTS: Record<ChatFilter, (room: RoomSummary) => boolean> = {
  all: (room) => !isArchived(room),
  unread: (room) => isUnread(room) && !isArchived(room),
  mentions: (room) => room.highlights > 0,
  direct: (room) => room.kind === 'direct' && !isArchived(room),
  rooms: (room) => room.kind !== 'direct' && !isArchived(room),
  favourites: (room) => room.favourite,
  archive: (room) => room.archived,
};

/** `kept` stays in the list although reading it has just taken it out of the filter. */
export function filterChats(rooms: readonly RoomSummary[], filter: ChatFilter, kept: string | null): RoomSummary[] {
  const test = TESTS[filter];
  return rooms.filter((room) => room.membership === 'join' && (test(room) || (room.roomId === kept && !room.archived)));
}

export function invitesOf(rooms: readonly RoomSummary[]): RoomSummary[] {
  return rooms.filter((room) => room.membership === 'invite');
}

/** The unread chat below `current`, from the top again after the last; mentions first, then what the badges count. */
export function nextUnread(rooms: readonly RoomSummary[], current: string | null): RoomSummary | null {
  const from = rooms.findIndex((room) => room.roomId === current) + 1;
  const ahead = [...rooms.slice(from), ...rooms.slice(0, from)].filter(
    (room) => room.roomId !== current && isUnread(room) && !isArchived(room),
  );
  return ahead.find((room) => room.highlights > 0) ?? ahead.find((room) => badgeOf(room) > 0) ?? ahead[0] ?? null;
}
