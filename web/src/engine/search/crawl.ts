// SPDX-License-Identifier: EUPL-1.2
// Reads the history of encrypted rooms backwards in the background, and what was missed while this device was away.
import { Direction, MatrixError, type MatrixEvent, type Room, RoomEvent } from 'matrix-js-sdk';
import { CryptoEvent } from 'matrix-js-sdk/lib/crypto-api';
import { isThinLine } from '../lib/network';
import type { Session } from '../session';
import { type Feed, isEncryptedRoom } from './feed';
import type { IndexStore, RoomProgress } from './store';

const PAGE = 100;
/** Others need the connection and the processor, too. */
const PAUSE_MS = 250;
const AFTER_FAILURE_MS = 30_000;

export class Crawl {
  private readonly rooms = new Map<string, RoomProgress>();
  private readonly stops: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private working = false;
  private stopped = false;
  lowPower = false;

  constructor(
    private readonly session: Session,
    private readonly store: IndexStore,
    private readonly feed: Feed,
    private readonly onChange: () => void,
  ) {}

  async start(): Promise<void> {
    for (const room of await this.store.rooms()) this.rooms.set(room.roomId, room);
    const { client, changes } = this.session;
    client.on(RoomEvent.TimelineReset, this.onReset);
    client.on(CryptoEvent.KeyBackupDecryptionKeyCached, this.onKeys);
    this.stops.push(() => client.off(RoomEvent.TimelineReset, this.onReset));
    this.stops.push(() => client.off(CryptoEvent.KeyBackupDecryptionKeyCached, this.onKeys));
    this.stops.push(changes.on('connection', () => this.wake()));
    this.stops.push(changes.on('room', () => this.wake(PAUSE_MS * 4)));
    this.wake();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    for (const stop of this.stops.splice(0)) stop();
  }

  setLowPower(low: boolean): void {
    this.lowPower = low;
    this.wake();
  }

  get progress(): { done: number; total: number; paused: boolean } {
    const rooms = this.encryptedRooms();
    const done = rooms.filter(({ roomId }) => isRead(this.rooms.get(roomId))).length;
    return { done, total: rooms.length, paused: this.mustWait() };
  }

  private mustWait(): boolean {
    return this.lowPower || isThinLine() || this.session.connection === 'offline';
  }

  private encryptedRooms(): Room[] {
    const joined = this.session.client.getRooms().filter((room) => room.getMyMembership() === 'join');
    return joined.filter(isEncryptedRoom);
  }

  private wake(delay = PAUSE_MS): void {
    if (this.stopped || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.step();
    }, delay);
  }

  /** One page of one room; the next one follows after a pause. */
  private async step(): Promise<void> {
    if (this.working || this.stopped || this.session.connection !== 'online' || this.mustWait()) return this.onChange();
    const room = this.nextRoom();
    if (!room) return this.onChange();
    this.working = true;
    const delay = await this.readPage(room).then(
      () => PAUSE_MS,
      (reason) => this.afterFailure(room, reason),
    );
    this.working = false;
    this.onChange();
    this.wake(delay);
  }

  /** What was missed comes first, then the rooms in which most happens. */
  private nextRoom(): Room | null {
    const rooms = this.encryptedRooms().filter(({ roomId }) => !isRead(this.rooms.get(roomId)));
    const missed = rooms.find(({ roomId }) => (this.rooms.get(roomId)?.gaps.length ?? 0) > 0);
    if (missed) return missed;
    return rooms.toSorted((a, b) => b.getLastActiveTimestamp() - a.getLastActiveTimestamp())[0] ?? null;
  }

  private async readPage(room: Room): Promise<void> {
    const before = this.rooms.get(room.roomId) ?? firstLook(room.roomId);
    const [gap, ...gaps] = before.gaps;
    const from = gap ?? before.token;
    const { events, end } = await this.fetch(room.roomId, from);
    const { known, locked } = await this.feed.take(events);
    if (this.stopped) return;
    const now = this.rooms.get(room.roomId) ?? before;
    const added = now.gaps.filter((token) => !before.gaps.includes(token));
    const seen = { ...now, locked: now.locked || locked > 0 };
    if (gap === undefined) await this.keep({ ...seen, token: end, done: end === null });
    // The stretch that was missed ends where something is known already.
    else await this.keep({ ...seen, gaps: [...added, ...(end === null || known > 0 ? [] : [end]), ...gaps] });
  }

  private async fetch(roomId: string, from: string | null): Promise<{ events: MatrixEvent[]; end: string | null }> {
    const { client } = this.session;
    const answer = await client.createMessagesRequest(roomId, from, PAGE, Direction.Backward);
    const map = client.getEventMapper({ decrypt: false });
    const events = answer.chunk.filter((event) => !('state_key' in event)).map((event) => map(event));
    const end = answer.chunk.length > 0 && answer.end !== from ? (answer.end ?? null) : null;
    return { events, end };
  }

  private async afterFailure(room: Room, reason: unknown): Promise<number> {
    const refused = reason instanceof MatrixError && reason.errcode !== 'M_LIMIT_EXCEEDED' && reason.httpStatus;
    // A room that the server does not show will not be shown at the next attempt either.
    if (refused === 403 || refused === 404) {
      await this.keep({ ...(this.rooms.get(room.roomId) ?? firstLook(room.roomId)), done: true, gaps: [] });
      return PAUSE_MS;
    }
    return AFTER_FAILURE_MS;
  }

  private readonly onReset = (room: Room | undefined): void => {
    const progress = room && this.rooms.get(room.roomId);
    const token = room?.getLiveTimeline().getPaginationToken(Direction.Backward);
    // A room that was never looked at is read from its newest message anyway.
    if (!progress || !token || progress.gaps.includes(token)) return;
    void this.keep({ ...progress, gaps: [token, ...progress.gaps] }).then(() => this.wake());
  };

  /** Keys of old messages have come: rooms in which some stayed closed are read once more. */
  private readonly onKeys = (): void => {
    for (const room of this.rooms.values()) if (room.locked) void this.keep(firstLook(room.roomId));
    this.wake();
  };

  private async keep(room: RoomProgress): Promise<void> {
    this.rooms.set(room.roomId, room);
    await this.store.putRoom(room);
  }
}

const firstLook = (roomId: string): RoomProgress => ({ roomId, token: null, done: false, gaps: [], locked: false });

function isRead(room: RoomProgress | undefined): boolean {
  return room?.done === true && room.gaps.length === 0;
}
