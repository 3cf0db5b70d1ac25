// SPDX-License-Identifier: EUPL-1.2
// Makes the list of items of one window: order, grouping, days, receipts and the unread divider.
import type { MatrixEvent } from 'matrix-js-sdk';
import type { OutboxEntry } from '../outbox/outbox';
import type { EventContent } from '../outbox/record';
import { isPollStart, readVote } from '../polls/content';
import { memberProfile } from '../rooms/profiles';
import type { Profile, TimelineItem } from '../rpc/models';
import { threadOfContent } from '../threads/relation';
import { echoOf, type ItemContext, itemOf, type PendingChanges } from './items';

/** Messages of one sender this close together are one group. */
const GROUP_MS = 5 * 60 * 1000;
/** A line shows at most this many readers; more would only be counted. */
const MAX_READERS = 50;

export interface BuildInput {
  events: MatrixEvent[];
  outbox: OutboxEntry[];
  /** The divider stands before the first item of others after this event; null: no divider. */
  readUpTo: string | null;
  /** The thread that is shown; null: the main timeline. */
  threadId: string | null;
}

export function buildItems({ events, outbox, readUpTo, threadId }: BuildInput, context: ItemContext): TimelineItem[] {
  const items: TimelineItem[] = [];
  let afterRead = false;
  let divided = false;
  for (const event of events) {
    const item = itemOf(event, context);
    if (item) {
      if (afterRead && !divided && !item.mine && item.type !== 'state') divided = item.startsUnread = true;
      items.push(item);
    }
    if (event.getId() === readUpTo) afterRead = true;
    const holder = items.at(-1);
    if (holder) holder.readBy = addReaders(holder, readersOf(event, context));
  }
  const known = new Set(items.map((item) => item.key));
  items.push(
    ...outbox
      .filter((entry) => isMessage(entry) && isHere(entry, threadId) && !known.has(entry.record.key))
      .map((entry) => echoOf(entry, context)),
  );
  place(items);
  return items;
}

function isMessage({ record }: OutboxEntry): boolean {
  const shown = record.type === 'm.room.message' || isPollStart(record.type);
  return record.redacts === null && !record.sendAt && shown && !replaces(record.content);
}

function isHere({ record }: OutboxEntry, threadId: string | null): boolean {
  return threadOfContent(record.content) === threadId;
}

function replaces(content: EventContent): boolean {
  return (content['m.relates_to'] as { rel_type?: unknown } | undefined)?.rel_type === 'm.replace';
}

function place(items: TimelineItem[]): void {
  let above: TimelineItem | undefined;
  for (const item of items) {
    item.startsDay = !above || dayOf(above.at) !== dayOf(item.at);
    item.continues = above !== undefined && !item.startsDay && !item.startsUnread && sameGroup(above, item);
    above = item;
  }
}

function sameGroup(above: TimelineItem, item: TimelineItem): boolean {
  if (above.type === 'state' || item.type === 'state') return false;
  return above.sender.userId === item.sender.userId && item.at - above.at < GROUP_MS;
}

function dayOf(at: number): string {
  return new Date(at).toDateString();
}

/** Receipts may stand at events without a line; they count for the line above. */
function readersOf(event: MatrixEvent, { room, me, readers }: ItemContext): Profile[] {
  const others = readers(event).filter((userId) => userId !== me);
  return others.map((userId) => memberProfile(room, userId));
}

function addReaders(holder: TimelineItem, readers: Profile[]): Profile[] {
  if (readers.length === 0) return holder.readBy;
  const others = readers.filter(
    ({ userId }) => userId !== holder.sender.userId && !holder.readBy.some((known) => known.userId === userId),
  );
  return [...holder.readBy, ...others].slice(0, MAX_READERS);
}

/** What queued edits, reactions and redactions will change once they are sent. */
export function pendingOf(outbox: OutboxEntry[]): PendingChanges {
  const edits = new Map<string, EventContent>();
  const redacted = new Set<string>();
  const reactions = new Map<string, string[]>();
  for (const { record } of outbox) {
    if (record.error) continue;
    const relation = (record.content['m.relates_to'] ?? {}) as { rel_type?: string; event_id?: string; key?: string };
    if (record.redacts !== null) redacted.add(record.redacts);
    else if (relation.rel_type === 'm.replace' && relation.event_id)
      edits.set(relation.event_id, record.content['m.new_content'] as EventContent);
    else if (relation.rel_type === 'm.annotation' && relation.event_id && relation.key) {
      reactions.set(relation.event_id, [...(reactions.get(relation.event_id) ?? []), relation.key]);
    }
  }
  return { edits, redacted, reactions, votes: pendingVotes(outbox) };
}

function pendingVotes(outbox: OutboxEntry[]): Map<string, string[]> {
  const votes = new Map<string, string[]>();
  for (const { record } of outbox) {
    const poll = (record.content['m.relates_to'] as { event_id?: string } | undefined)?.event_id;
    const vote = record.error ? null : readVote(record.content);
    if (vote && poll) votes.set(poll, vote);
  }
  return votes;
}
