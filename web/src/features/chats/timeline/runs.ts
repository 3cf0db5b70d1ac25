// SPDX-License-Identifier: EUPL-1.2
// Many changes of a chat in a row become one line that can be opened.

import type { StateItem, TimelineItem } from '@/engine/rpc/protocol';
import { isGallery } from '../media/gallery';

/** Stands in the list as its first change. */
export interface ChangeRun extends StateItem {
  run: StateItem[];
}

/** Two lines are no more than the one that would replace them and its button. */
const LEAST = 3;

export function isRun(item: TimelineItem): item is ChangeRun {
  return item.type === 'state' && 'run' in item;
}

/** Whether the line of this item shows the event. */
export function shows(item: TimelineItem, eventId: string): boolean {
  if (item.eventId === eventId) return true;
  if (isGallery(item)) return item.gallery.some((tile) => tile.eventId === eventId);
  return isRun(item) && item.run.some((change) => change.eventId === eventId);
}

function joins(item: TimelineItem | undefined): item is StateItem {
  return item?.type === 'state' && item.change.what !== 'room_replaced';
}

/** The same run is the same object, so that its row is not drawn again. */
const known = new WeakMap<StateItem, ChangeRun>();

function runOf(run: StateItem[]): ChangeRun | StateItem[] {
  const [head] = run;
  if (!head || run.length < LEAST) return run;
  const before = known.get(head);
  if (before && before.run.length === run.length && before.run.every((item, index) => item === run[index]))
    return before;
  const made = { ...head, run };
  known.set(head, made);
  return made;
}

export function collapseChanges(items: readonly TimelineItem[]): TimelineItem[] {
  const shown: TimelineItem[] = [];
  let run: StateItem[] = [];
  const end = () => {
    shown.push(...[runOf(run)].flat());
    run = [];
  };
  for (const item of items) {
    if (!joins(item)) {
      end();
      shown.push(item);
      continue;
    }
    if (item.startsDay) end();
    run.push(item);
  }
  end();
  return shown;
}
