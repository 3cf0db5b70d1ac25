// SPDX-License-Identifier: EUPL-1.2
// Many changes of a chat in a row become one line that can be opened, as do messages locked for one cause.

import type { StateItem, TimelineItem, UndecryptableCause, UndecryptableItem } from '@/engine/rpc/protocol';
import { isGallery } from '../media/gallery';

/** Stands in the list as its first change. */
export interface ChangeRun extends StateItem {
  run: StateItem[];
}

/** Stands in the list as its first message. */
export interface LockedRun extends UndecryptableItem {
  cause: LockedCause;
  run: UndecryptableItem[];
}

/** Causes that hit many messages at a time. */
const SHARED_CAUSES = ['device_not_verified', 'no_backup', 'key_not_received', 'sent_before_join'] as const;
type LockedCause = (typeof SHARED_CAUSES)[number] & UndecryptableCause;

type Folded = StateItem | UndecryptableItem;

/** Two lines are no more than the one that would replace them and its button. */
const LEAST = 3;

export function isRun(item: TimelineItem): item is ChangeRun {
  return item.type === 'state' && 'run' in item;
}

export function isLockedRun(item: TimelineItem): item is LockedRun {
  return item.type === 'undecryptable' && 'run' in item;
}

/** Whether the line of this item shows the event. */
export function shows(item: TimelineItem, eventId: string): boolean {
  if (item.eventId === eventId) return true;
  if (isGallery(item)) return item.gallery.some((tile) => tile.eventId === eventId);
  return (isRun(item) || isLockedRun(item)) && item.run.some((folded) => folded.eventId === eventId);
}

/** The end of the chat, and a line that stands for a message of a type that is not known here. */
const ALONE: ReadonlySet<StateItem['change']['what']> = new Set(['room_replaced', 'unknown']);

/** Neighbours of one kind fold; null stands alone. */
function kindOf(item: TimelineItem): string | null {
  if (item.type === 'state') return ALONE.has(item.change.what) ? null : 'change';
  if (item.type !== 'undecryptable' || item.thread) return null;
  return SHARED_CAUSES.find((cause) => cause === item.cause) ?? null;
}

/** The same run is the same object, so that its row is not drawn again. */
const known = new WeakMap<Folded, Folded & { run: Folded[] }>();

function runOf(run: Folded[]): Folded[] {
  const [head] = run;
  if (!head || run.length < LEAST) return run;
  const before = known.get(head);
  if (before?.run.length === run.length && before.run.every((item, index) => item === run[index])) return [before];
  const made = { ...head, readBy: run.at(-1)?.readBy ?? [], run };
  known.set(head, made);
  return [made];
}

export function collapseRuns(items: readonly TimelineItem[]): TimelineItem[] {
  const shown: TimelineItem[] = [];
  let run: Folded[] = [];
  let kind: string | null = null;
  const end = () => {
    shown.push(...runOf(run));
    run = [];
  };
  for (const item of items) {
    const next = kindOf(item);
    if (next !== kind || item.startsDay || item.startsUnread) end();
    kind = next;
    if (next === null) shown.push(item);
    else run.push(item as Folded);
  }
  end();
  return shown;
}
