// SPDX-License-Identifier: EUPL-1.2
// Which chats a message can be forwarded to, found by the beginnings of the words of their names.
import type { RoomSummary } from '@/engine/rpc/protocol';

const SHOWN = 50;

/** Saved messages first, then as in the list. */
export function matchChats(rooms: readonly RoomSummary[], typed: string): RoomSummary[] {
  const wanted = typed.toLocaleLowerCase().trim().split(/\s+/).filter(Boolean);
  return rooms
    .filter(({ membership }) => membership === 'join')
    .filter(({ name }) => {
      const words = name.toLocaleLowerCase().split(/\s+/);
      return wanted.every((part) => words.some((word) => word.startsWith(part)));
    })
    .sort((a, b) => Number(b.saved) - Number(a.saved))
    .slice(0, SHOWN);
}
