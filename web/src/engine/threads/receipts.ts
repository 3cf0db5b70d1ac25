// SPDX-License-Identifier: EUPL-1.2
// Who has read how far in each thread; the library keeps only the receipts of the main timeline.
import { type MatrixEvent, type Room, RoomEvent } from 'matrix-js-sdk';
import type { Session } from '../session';

export interface ThreadReceipt {
  eventId: string;
  at: number;
}

type ByPerson = Map<string, ThreadReceipt>;
type ReceiptContent = Record<string, Record<string, Record<string, { ts?: number; thread_id?: string }>>>;

const READ: ReadonlySet<string> = new Set(['m.read', 'm.read.private']);

export class ThreadReceipts {
  /** By thread root: event ids are unique over rooms. */
  private readonly byThread = new Map<string, ByPerson>();

  constructor(session: Session) {
    session.client.on(RoomEvent.Receipt, (event: MatrixEvent, _room: Room) => this.take(event));
  }

  of(rootId: string): ReadonlyMap<string, ThreadReceipt> {
    return this.byThread.get(rootId) ?? new Map();
  }

  /** The newest receipt of a person wins; clocks of one server do not go back. */
  set(rootId: string, userId: string, receipt: ThreadReceipt): void {
    const people: ByPerson = this.byThread.get(rootId) ?? new Map();
    this.byThread.set(rootId, people);
    const known = people.get(userId);
    if (!known || known.at <= receipt.at) people.set(userId, receipt);
  }

  take(event: MatrixEvent): void {
    for (const [eventId, kinds] of Object.entries(event.getContent() as ReceiptContent)) {
      for (const [kind, people] of Object.entries(kinds)) {
        if (!READ.has(kind)) continue;
        for (const [userId, { ts = 0, thread_id: rootId }] of Object.entries(people)) {
          if (rootId && rootId !== 'main') this.set(rootId, userId, { eventId, at: ts });
        }
      }
    }
  }
}
