// SPDX-License-Identifier: EUPL-1.2
// A chat's details that stay the same object while only "who is typing" changes.
import { useRef } from 'react';
import type { RoomDetails } from '@/engine/rpc/protocol';

/** True when everything but the people typing is the same; the engine keeps unchanged parts identical. */
export function sameButTyping(before: RoomDetails, after: RoomDetails): boolean {
  const names = Object.keys(after) as (keyof RoomDetails)[];
  return names.every((name) => name === 'typing' || before[name] === after[name]);
}

export function useSteadyRoom(room: RoomDetails | undefined): RoomDetails | undefined {
  const steady = useRef(room);
  if (!room || !steady.current || !sameButTyping(steady.current, room)) steady.current = room;
  return steady.current;
}
