// SPDX-License-Identifier: EUPL-1.2
// Which messages are pinned in a room.
import type { Room } from 'matrix-js-sdk';

export function pinnedIn(room: Room): string[] {
  const pinned = room.currentState.getStateEvents('m.room.pinned_events', '')?.getContent().pinned;
  return Array.isArray(pinned) ? pinned.filter((id): id is string => typeof id === 'string') : [];
}
