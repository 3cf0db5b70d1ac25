// SPDX-License-Identifier: EUPL-1.2
// Read markers: shown at once, told to the server when there is a connection.
import type { MatrixEvent, Room } from 'matrix-js-sdk';
import { EngineError } from '../rpc/errors';
import type { Session } from '../session';

export class ReadMarkers {
  private readonly waiting = new Map<string, MatrixEvent>();

  constructor(private readonly session: Session) {
    session.changes.on('connection', (state) => {
      if (state === 'online') void this.flush();
    });
  }

  async markRead(roomId: string, eventId?: string): Promise<void> {
    const room = this.session.client.getRoom(roomId);
    if (!room) throw new EngineError('not_found', 'The person is not in this room.');
    const event = eventId ? room.findEventById(eventId) : newestEvent(room);
    if (!event || isRead(room, this.session.userId, event)) return;
    this.waiting.set(roomId, event);
    if (this.session.connection !== 'offline') await this.send(roomId, event);
  }

  async markAllRead(): Promise<void> {
    const joined = this.session.client.getRooms().filter((room) => room.getMyMembership() === 'join');
    await Promise.all(joined.map((room) => this.markRead(room.roomId)));
  }

  private async flush(): Promise<void> {
    await Promise.all([...this.waiting].map(([roomId, event]) => this.send(roomId, event)));
  }

  private async send(roomId: string, event: MatrixEvent): Promise<void> {
    const sent = this.session.client.setRoomReadMarkers(roomId, event.getId() ?? '', event);
    // Kept for the next connection: a lost read marker would bring old unread marks back.
    await sent.then(() => this.waiting.delete(roomId)).catch(() => undefined);
    this.session.changes.emit('room', roomId);
  }
}

function newestEvent(room: Room): MatrixEvent | undefined {
  return room
    .getLiveTimeline()
    .getEvents()
    .findLast((event) => event.getId()?.startsWith('$'));
}

function isRead(room: Room, me: string, event: MatrixEvent): boolean {
  return room.getEventReadUpTo(me, true) === event.getId();
}
