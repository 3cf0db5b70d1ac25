// SPDX-License-Identifier: EUPL-1.2
// Read markers: shown at once, told to the server when there is a connection.
import { type MatrixEvent, Method, type Room } from 'matrix-js-sdk';
import { toEngineError } from '../lib/failures';
import { EngineError } from '../rpc/errors';
import type { Session } from '../session';
import { threadOf } from '../threads/relation';
import type { Threads } from '../threads/threads';
import { isMarkedUnread, MARKED } from './unread';

/** What a receipt is for: `all` the room with its threads, `main` what stands outside of threads, else the root of one. */
type Part = string;

interface Waiting {
  roomId: string;
  part: Part;
  event: MatrixEvent;
}

export class ReadMarkers {
  private readonly waiting = new Map<string, Waiting>();

  constructor(
    private readonly session: Session,
    private readonly threads: Threads,
  ) {
    session.changes.on('connection', (state) => {
      if (state === 'online') void this.flush();
    });
  }

  async markRead(roomId: string, part: Part = 'all', eventId?: string): Promise<void> {
    const room = this.session.client.getRoom(roomId);
    if (!room) throw new EngineError('not_found', 'The person is not in this room.');
    const event = eventId ? this.threads.find(room, eventId) : this.newest(room, part);
    if (!event || this.isRead(room, part, event)) return;
    const waiting = { roomId, part, event };
    this.waiting.set(`${roomId} ${part}`, waiting);
    this.note(room, waiting);
    if (this.session.connection !== 'offline') await this.send(waiting);
  }

  async markAllRead(): Promise<void> {
    const joined = this.session.client.getRooms().filter((room) => room.getMyMembership() === 'join');
    await Promise.all(joined.map((room) => this.markRead(room.roomId)));
    await Promise.all(joined.map((room) => this.clearMark(room.roomId)));
  }

  /** Opening a chat takes back the mark that the person put on it. */
  async clearMark(roomId: string): Promise<void> {
    const { client } = this.session;
    const room = client.getRoom(roomId);
    if (room && isMarkedUnread(room))
      await client.setRoomAccountData(roomId, MARKED as never, { unread: false } as never);
  }

  private newest(room: Room, part: Part): MatrixEvent | undefined {
    const events =
      part === 'all' || part === 'main' ? room.getLiveTimeline().getEvents() : this.threads.log(room, part).replies();
    return events.findLast((event) => event.getId()?.startsWith('$') && (part !== 'main' || threadOf(event) === null));
  }

  private isRead(room: Room, part: Part, event: MatrixEvent): boolean {
    const me = this.session.userId;
    const eventId = event.getId();
    if (part === 'main') return room.getEventReadUpTo(me, true) === eventId;
    if (part !== 'all') return this.threads.receipts.of(part).get(me)?.eventId === eventId;
    const { count } = this.threads.unreadIn(room);
    return count === 0 && room.getEventReadUpTo(me, true) === eventId;
  }

  /** Seen at once, also without a connection. */
  private note(room: Room, { part, event }: Waiting): void {
    const me = this.session.userId;
    if (part === 'all' || part === 'main') {
      room.addLocalEchoReceipt(me, event, 'm.read' as never, part === 'all');
    } else this.threads.receipts.set(part, me, { eventId: event.getId() ?? '', at: Date.now() });
    this.session.changes.emit('room', room.roomId);
  }

  private async flush(): Promise<void> {
    await Promise.all([...this.waiting.values()].map((waiting) => this.send(waiting)));
  }

  private async send(waiting: Waiting): Promise<void> {
    const { roomId, part, event } = waiting;
    try {
      await this.sendReceipt(waiting);
      // The marker of the whole chat is what other clients draw their line at; it knows no threads.
      if (part === 'all' || part === 'main')
        await this.session.client.setRoomReadMarkersHttpRequest(roomId, event.getId() ?? '');
    } catch (reason) {
      // Kept for the next connection: a lost read marker would bring old unread marks back.
      if (toEngineError(reason).retryable) return;
    }
    const key = `${roomId} ${part}`;
    if (this.waiting.get(key) === waiting) this.waiting.delete(key);
    this.session.changes.emit('room', roomId);
  }

  private sendReceipt({ roomId, part, event }: Waiting): Promise<unknown> {
    const path = `/rooms/${encodeURIComponent(roomId)}/receipt/m.read/${encodeURIComponent(event.getId() ?? '')}`;
    return this.session.client.http.authedRequest(
      Method.Post,
      path,
      undefined,
      part === 'all' ? {} : { thread_id: part },
    );
  }
}
