// SPDX-License-Identifier: EUPL-1.2
// Fetches the votes that were given before this device began to listen, once per poll.
import type { Room } from 'matrix-js-sdk';
import type { Session } from '../session';

const PAGE = 100;
/** A poll of ten thousand people. */
const MAX_PAGES = 100;

export class PollVotes {
  private readonly known = new Map<string, 'asked' | 'counted'>();

  constructor(private readonly session: Session) {
    session.changes.on('connection', (state) => {
      if (state === 'online') this.forgetFailed();
    });
  }

  /** True once all votes are here; asks for them when nobody has. */
  counted(room: Room, eventId: string): boolean {
    if (!this.known.has(eventId)) void this.fetch(room, eventId);
    return this.known.get(eventId) === 'counted';
  }

  private forgetFailed(): void {
    for (const [eventId, state] of this.known) if (state === 'asked') this.known.delete(eventId);
  }

  private async fetch(room: Room, eventId: string): Promise<void> {
    this.known.set(eventId, 'asked');
    try {
      await this.fetchPages(room, eventId);
      this.known.set(eventId, 'counted');
      this.session.changes.emit('room', room.roomId);
    } catch {
      // What is known is shown; the next connection asks again.
    }
  }

  private async fetchPages(room: Room, eventId: string): Promise<void> {
    const { client } = this.session;
    const mapper = client.getEventMapper();
    let from: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const answer = await client.fetchRelations(room.roomId, eventId, 'm.reference', null, {
        limit: PAGE,
        ...(from ? { from } : {}),
      });
      const events = answer.chunk.map((raw) => mapper({ ...raw, room_id: room.roomId }));
      await Promise.all(events.map((event) => client.decryptEventIfNeeded(event)));
      for (const event of events) room.relations.aggregateChildEvent(event);
      from = answer.next_batch ?? undefined;
      if (!from) return;
    }
  }
}
