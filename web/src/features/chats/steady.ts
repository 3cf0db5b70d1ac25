// SPDX-License-Identifier: EUPL-1.2
// Models that stay the same object while only parts change that few look at, so that the rest is not drawn again.
import { useRef } from 'react';
import type { RoomDetails, Timeline } from '@/engine/rpc/protocol';

/** True when everything but the named parts is the same; the engine keeps unchanged parts identical. */
export function sameBut<Model extends object>(before: Model, after: Model, ignored: readonly (keyof Model)[]): boolean {
  const names = Object.keys(after) as (keyof Model)[];
  return names.every((name) => ignored.includes(name) || before[name] === after[name]);
}

function useSteady<Model extends object>(model: Model | undefined, ignored: readonly (keyof Model)[]) {
  const steady = useRef(model);
  if (!model || !steady.current || !sameBut(steady.current, model, ignored)) steady.current = model;
  return steady.current;
}

/** Who is typing has a line of its own. */
const TYPING = ['typing'] as const;

export function useSteadyRoom(room: RoomDetails | undefined): RoomDetails | undefined {
  return useSteady(room, TYPING);
}

/** Every message that is read at once changes these a second time. */
const READ = ['fullyReadEventId', 'unreadBelow'] as const;

export function useSteadyTimeline(timeline: Timeline | undefined): Timeline | undefined {
  return useSteady(timeline, READ);
}
