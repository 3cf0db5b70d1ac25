// SPDX-License-Identifier: EUPL-1.2
// Power levels as the choices of a right: everybody, moderators, administrators.
import type { RightId, RoomDetails, RoomRight } from '@/engine/rpc/protocol';

export const WHO = { everybody: 0, moderators: 50, administrators: 100 } as const;
export type Who = keyof typeof WHO;

export function whoOf(level: number): Who | 'custom' {
  const names = Object.keys(WHO) as Who[];
  return names.find((name) => WHO[name] === level) ?? (level < 0 ? 'everybody' : 'custom');
}

/** The server lets nobody touch a right that is above them, nor give one that they do not have. */
export function choicesFor(room: RoomDetails, right: RoomRight): Who[] {
  if (!room.myRights.changeRoles || right.level > room.myPower) return [];
  return (Object.keys(WHO) as Who[]).filter((who) => WHO[who] <= room.myPower);
}

/** Replies are a right of their own only where not everybody posts. */
export function shownRights(room: RoomDetails): RoomRight[] {
  const levelOf = (id: RightId) => room.rights.find((right) => right.id === id)?.level ?? 0;
  return room.rights.filter(({ id }) => id !== 'reply' || levelOf('post') > 0);
}
