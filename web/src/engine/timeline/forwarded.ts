// SPDX-License-Identifier: EUPL-1.2
// The mark of a forwarded message: who wrote it first, and in saved messages where.
import type { EventContent } from '../outbox/record';
import type { Forwarded } from '../rpc/models';

export const FORWARDED = 'org.chancery.forwarded';

export function readForwarded(content: EventContent): Forwarded | null {
  const mark = content[FORWARDED] as Record<string, unknown> | undefined;
  if (typeof mark?.name !== 'string') return null;
  const { name, at, room_id: roomId, event_id: eventId } = mark;
  const linked = typeof roomId === 'string' && typeof eventId === 'string';
  return { name, at: typeof at === 'number' ? at : null, source: linked ? { roomId, eventId } : null };
}

export function writeForwarded({ name, at, source }: Forwarded): EventContent {
  return { name, at, ...(source ? { room_id: source.roomId, event_id: source.eventId } : {}) };
}
