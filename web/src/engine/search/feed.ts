// SPDX-License-Identifier: EUPL-1.2
// Brings messages of encrypted rooms into the index as they arrive, are decrypted late, edited or redacted.
import { type MatrixEvent, MatrixEventEvent, type Room, RoomEvent } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import type { Session } from '../session';
import type { MessageIndex } from './index';
import { readMessage } from './message';

const GATHER_MS = 300;
const AT_ONCE = 50;

export class Feed {
  private readonly waiting = new Map<string, MatrixEvent>();
  private readonly soon = coalesce(() => void this.drain(), GATHER_MS);
  private draining = false;
  private stopped = false;

  constructor(
    private readonly session: Session,
    private readonly index: MessageIndex,
    private readonly onChange: () => void,
  ) {
    session.client.on(RoomEvent.Timeline, this.onTimeline);
    session.client.on(MatrixEventEvent.Decrypted, this.onDecrypted);
    session.client.on(RoomEvent.Redaction, this.onRedaction);
  }

  stop(): void {
    this.stopped = true;
    this.soon.cancel();
    this.session.client.off(RoomEvent.Timeline, this.onTimeline);
    this.session.client.off(MatrixEventEvent.Decrypted, this.onDecrypted);
    this.session.client.off(RoomEvent.Redaction, this.onRedaction);
  }

  /** Decrypts what can be and indexes it; answers how many events were new and how many stayed closed. */
  async take(events: MatrixEvent[]): Promise<{ known: number; locked: number }> {
    const ids = events.map((event) => event.getId() ?? '');
    const known = await this.index.known(ids);
    const fresh = events.filter((event) => !known.has(event.getId() ?? ''));
    for (const event of fresh) {
      // A failure is part of the event; `Decrypted` brings it back here when its key comes.
      if (isClosed(event)) await this.session.client.decryptEventIfNeeded(event).catch(() => undefined);
    }
    const messages = fresh.map(readMessage).filter((message) => message !== null);
    if (messages.length > 0) await this.index.put(messages);
    for (const event of events) await this.applyRedaction(event);
    this.onChange();
    return { known: known.size, locked: fresh.filter((event) => event.isDecryptionFailure()).length };
  }

  private readonly onDecrypted = (event: MatrixEvent): void =>
    this.consider(event, this.session.client.getRoom(event.getRoomId()) ?? undefined);

  /** The client does not know a new room yet when its first events come. */
  private readonly onTimeline = (event: MatrixEvent, room: Room | undefined): void => this.consider(event, room);

  private consider(event: MatrixEvent, room: Room | undefined): void {
    const eventId = event.getId();
    // A local echo has no id of the server yet.
    if (!room || !eventId?.startsWith('$') || event.status !== null || !isEncryptedRoom(room)) return;
    if (event.isState() || event.isRedacted()) return;
    this.waiting.set(eventId, event);
    this.soon();
  }

  private readonly onRedaction = (event: MatrixEvent): void => void this.applyRedaction(event).then(this.onChange);

  private async applyRedaction(event: MatrixEvent): Promise<void> {
    if (event.getType() !== 'm.room.redaction') return;
    const target = event.event.redacts ?? event.getContent().redacts;
    if (typeof target !== 'string') return;
    this.waiting.delete(target);
    await this.index.remove(target);
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    try {
      while (this.waiting.size > 0 && !this.stopped) {
        const some = [...this.waiting.values()].slice(0, AT_ONCE);
        for (const event of some) this.waiting.delete(event.getId() ?? '');
        await this.take(some);
      }
    } finally {
      this.draining = false;
    }
  }
}

function isClosed(event: MatrixEvent): boolean {
  return event.isEncrypted() && event.getType() === 'm.room.encrypted' && !event.isDecryptionFailure();
}

export function isEncryptedRoom(room: Room): boolean {
  return room.hasEncryptionStateEvent();
}
