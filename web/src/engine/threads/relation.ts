// SPDX-License-Identifier: EUPL-1.2
// Which thread an event belongs to, and the relation that puts a new message into one.
import type { MatrixEvent } from 'matrix-js-sdk';
import type { EventContent } from '../outbox/record';

interface Relation {
  rel_type?: unknown;
  event_id?: unknown;
  is_falling_back?: unknown;
  'm.in_reply_to'?: { event_id?: unknown };
}

/** The root of the thread that this content answers in; null when it belongs to the main timeline. */
export function threadOfContent(content: EventContent | undefined): string | null {
  const relation = content?.['m.relates_to'] as Relation | undefined;
  return relation?.rel_type === 'm.thread' && typeof relation.event_id === 'string' ? relation.event_id : null;
}

/** Where our server keeps the thread of a redacted message. */
const THREAD_FIELD = 'org.chancery.thread_id';

/** A redacted message has lost its relation, so what was known before is remembered. */
const remembered = new WeakMap<MatrixEvent, string>();

export function threadOf(event: MatrixEvent): string | null {
  const known = remembered.get(event);
  if (known) return known;
  // Relations stand outside of the encrypted part.
  const found = threadOfContent(event.getWireContent()) ?? threadOfRedacted(event);
  if (found) remembered.set(event, found);
  return found;
}

function threadOfRedacted(event: MatrixEvent): string | null {
  const kept: unknown = (event.getUnsigned() as Record<string, unknown>)[THREAD_FIELD];
  return event.isRedacted() && typeof kept === 'string' ? kept : null;
}

/** `replyTo` is a real answer within the thread; without it the newest message stands in for clients without threads. */
export function inThread(content: EventContent, rootId: string, newest: string, replyTo?: string): EventContent {
  return {
    ...content,
    'm.relates_to': {
      rel_type: 'm.thread',
      event_id: rootId,
      is_falling_back: replyTo === undefined,
      'm.in_reply_to': { event_id: replyTo ?? newest },
    },
  };
}

/** The answer of a thread message that is only there for clients without threads is none. */
export function isFallback(content: EventContent): boolean {
  const relation = content['m.relates_to'] as Relation | undefined;
  return relation?.rel_type === 'm.thread' && relation.is_falling_back === true;
}
