// SPDX-License-Identifier: EUPL-1.2
// Filters of the chat list and the order of its rows; "unread" means the same here as in every badge.
import type { RoomSummary } from '@/engine/rpc/protocol';

export const CHAT_FILTERS = ['all', 'unread', 'mentions', 'direct'] as const;
export type ChatFilter = (typeof CHAT_FILTERS)[number];

export function asFilter(value: unknown): ChatFilter {
  return CHAT_FILTERS.find((known) => known === value) ?? 'all';
}

export function isUnread(room: RoomSummary): boolean {
  return room.unread > 0 || room.markedUnread;
}

const TESTS: Record<ChatFilter, (room: RoomSummary) => boolean> = {
  all: () => true,
  // Favourites stay in sight: a filter that hides them makes people look for what they use most.
  unread: (room) => isUnread(room) || room.favourite,
  mentions: (room) => room.highlights > 0,
  direct: (room) => room.kind === 'direct',
};

/** `kept` stays in the list although reading it has just taken it out of the filter. */
export function filterChats(rooms: readonly RoomSummary[], filter: ChatFilter, kept: string | null): RoomSummary[] {
  const test = TESTS[filter];
  return rooms.filter((room) => room.membership === 'join' && (test(room) || room.roomId === kept));
}

export function invitesOf(rooms: readonly RoomSummary[]): RoomSummary[] {
  return rooms.filter((room) => room.membership === 'invite');
}

/** The unread chat below `current`, from the top again after the last; mentions come before the rest. */
export function nextUnread(rooms: readonly RoomSummary[], current: string | null): RoomSummary | null {
  const from = rooms.findIndex((room) => room.roomId === current) + 1;
  const ahead = [...rooms.slice(from), ...rooms.slice(0, from)].filter(
    (room) => room.membership === 'join' && room.roomId !== current && isUnread(room),
  );
  return ahead.find((room) => room.highlights > 0) ?? ahead.find((room) => !room.muted) ?? ahead[0] ?? null;
}
