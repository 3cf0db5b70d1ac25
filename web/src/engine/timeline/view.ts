// SPDX-License-Identifier: EUPL-1.2
// One window on one room: loads, follows, and gives out the view model.
import { Direction, type MatrixEvent, type Room, RoomEvent } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { toEngineError } from '../lib/failures';
import type { MediaLibrary } from '../media/library';
import type { Outbox } from '../outbox/outbox';
import type { PollVotes } from '../polls/votes';
import { rightsIn } from '../rooms/rights';
import type { EngineErrorData } from '../rpc/errors';
import type { Timeline, TimelineItem } from '../rpc/models';
import type { Session } from '../session';
import { threadOf } from '../threads/relation';
import { indexThreads, type Threads } from '../threads/threads';
import { buildItems, pendingOf } from './build';
import { decryptAll, PatientRetry, retryFailed } from './decryption';
import { Lookups } from './lookups';
import { pinnedIn } from './pins';
import { type EventWindow, RoomWindow, ThreadWindow } from './window';

export interface ViewServices {
  session: Session;
  outbox: Outbox;
  media: MediaLibrary;
  threads: Threads;
  votes: PollVotes;
}

/** Few lines may hide among many edits and reactions: load on until the window is worth showing. */
const ENOUGH_ITEMS = 30;
const MAX_FIRST_LOADS = 4;
const REBUILD_MS = 15;
const MAX_PINNED = 10;

export class TimelineView {
  private readonly lookups: Lookups;
  private readonly stops: (() => void)[] = [];
  private shown: EventWindow;
  private items: TimelineItem[] = [];
  private readUpTo: string | null = null;
  private focus: Timeline['focus'] = null;
  private loadingOlder = false;
  private loadingNewer = false;
  private error: EngineErrorData | null = null;
  private following = false;
  private closed = false;
  private readonly patience = new PatientRetry(() => void this.retryDecryption());
  private readonly rebuildSoon = coalesce(() => void this.rebuild(), REBUILD_MS);

  constructor(
    private readonly services: ViewServices,
    private readonly room: Room,
    private readonly threadId: string | null,
    private readonly emit: (timeline: Timeline) => void,
  ) {
    this.lookups = new Lookups(services.session, room, services.threads, this.rebuildSoon);
    this.shown = this.newWindow();
    this.stops.push(() => this.shown.close());
    const { changes } = services.session;
    this.stops.push(changes.on('room', (roomId) => this.onRoom(roomId)));
    this.stops.push(changes.on('crypto', () => this.onCrypto()));
    this.stops.push(() => this.patience.stop());
    // After a gap the end of the room is another timeline; a window on older messages stays where it is.
    const onReset = () => {
      if (this.following) void this.jumpToNewest();
    };
    room.on(RoomEvent.TimelineReset, onReset);
    this.stops.push(() => room.off(RoomEvent.TimelineReset, onReset));
  }

  async open(at: string | undefined): Promise<void> {
    this.readUpTo = this.readUntil;
    if (at) await this.jumpTo(at);
    else await this.jumpToNewest();
  }

  close(): void {
    this.closed = true;
    this.rebuildSoon.cancel();
    for (const stop of this.stops) stop();
  }

  async loadOlder(): Promise<boolean> {
    if (this.loadingOlder) return true;
    this.loadingOlder = true;
    this.rebuildSoon();
    await this.attempt(() => this.loadVisible(Direction.Backward));
    this.loadingOlder = false;
    await this.rebuild();
    return this.window.canPaginate(Direction.Backward);
  }

  async loadNewer(): Promise<boolean> {
    if (this.loadingNewer) return true;
    this.loadingNewer = true;
    this.rebuildSoon();
    await this.attempt(() => this.loadVisible(Direction.Forward));
    this.loadingNewer = false;
    await this.rebuild();
    return this.window.canPaginate(Direction.Forward);
  }

  async jumpTo(eventId: string): Promise<void> {
    const place = await this.placeOf(eventId);
    if (!this.items.some((item) => item.eventId === place)) await this.moveTo(place);
    this.focus = { eventId: place, nonce: (this.focus?.nonce ?? 0) + 1 };
    await this.rebuild();
  }

  /** The first message at or after this time; the last one before it when nothing was written since. */
  async jumpToDate(at: number): Promise<void> {
    const { client } = this.services.session;
    const nearest = (direction: Direction) => client.timestampToEvent(this.room.roomId, at, direction);
    const { event_id: eventId } = await nearest(Direction.Forward).catch(() => nearest(Direction.Backward));
    await this.moveTo(await this.placeOf(eventId));
    await this.rebuild();
    const shown =
      this.items.find((item) => item.at >= at && item.eventId) ?? this.items.findLast((item) => item.eventId);
    if (shown?.eventId) this.focus = { eventId: shown.eventId, nonce: (this.focus?.nonce ?? 0) + 1 };
    await this.rebuild();
  }

  /** Also the way to follow: the window at the end takes every new event. */
  async jumpToNewest(): Promise<void> {
    await this.moveTo(undefined);
    this.focus = null;
    await this.rebuild();
    await this.fillFirstPage();
  }

  private async fillFirstPage(): Promise<void> {
    for (let loads = 0; loads < MAX_FIRST_LOADS; loads += 1) {
      if (this.closed || this.items.length >= ENOUGH_ITEMS || !this.window.canPaginate(Direction.Backward)) return;
      if (this.services.session.connection === 'offline') return;
      await this.loadOlder();
      if (this.error) return;
    }
  }

  /** An answer in a thread stands in the main timeline as the first message of its thread. */
  private async placeOf(eventId: string): Promise<string> {
    if (this.threadId) return eventId;
    const known = await this.lookups.event(eventId);
    return (known && threadOf(known)) ?? eventId;
  }

  private async moveTo(eventId: string | undefined): Promise<void> {
    const target = this.newWindow();
    try {
      await target.load(eventId);
      this.error = null;
    } catch (reason) {
      // Without a connection a thread shows what came with the sync.
      if (!this.threadId || eventId || target.events.length === 0) {
        target.close();
        throw reason;
      }
      this.error = toEngineError(reason).toData();
    }
    this.shown.close();
    this.shown = target;
  }

  private newWindow(): EventWindow {
    const { session, threads } = this.services;
    if (this.threadId) return new ThreadWindow(threads.log(this.room, this.threadId));
    return new RoomWindow(session.client, this.room);
  }

  /** A page may hold nothing but answers of threads and reactions. */
  private async loadVisible(direction: Direction): Promise<void> {
    const before = this.window.events.length;
    for (let loads = 0; loads < MAX_FIRST_LOADS && this.window.canPaginate(direction); loads += 1) {
      await this.window.paginate(direction);
      if (this.window.events.length > before) return;
    }
  }

  private get readUntil(): string | null {
    const { session, threads } = this.services;
    if (this.threadId) return threads.receipts.of(this.threadId).get(session.userId)?.eventId ?? null;
    return this.room.getEventReadUpTo(session.userId);
  }

  private get window(): EventWindow {
    return this.shown;
  }

  private async attempt(load: () => Promise<void>): Promise<void> {
    try {
      await load();
      this.error = null;
    } catch (reason) {
      this.error = toEngineError(reason).toData();
    }
  }

  private onCrypto(): void {
    this.lookups.forgetShields();
    this.patience.restart();
    this.rebuildSoon();
  }

  private async retryDecryption(): Promise<void> {
    await retryFailed(this.services.session, this.events);
    this.rebuildSoon();
  }

  private onRoom(roomId: string): void {
    if (roomId === this.room.roomId) this.rebuildSoon();
  }

  private async rebuild(): Promise<void> {
    if (this.closed) return;
    this.window.follow();
    const events = this.events;
    await decryptAll(this.services.session, events);
    if (this.closed) return;
    const outbox = this.services.outbox.ofRoom(this.room.roomId);
    const { session, media, threads, votes } = this.services;
    const { atEnd } = this.window;
    const index = indexThreads(this.room);
    this.following = atEnd;
    this.items = buildItems(
      { events, outbox: atEnd ? outbox : [], readUpTo: this.readUpTo, threadId: this.threadId },
      {
        room: this.room,
        me: session.userId,
        rights: rightsIn(this.room, session.userId),
        pinned: new Set(pinnedIn(this.room)),
        verdict: (eventId) => media.verdict(eventId),
        isPlayed: (eventId) => media.isPlayed(eventId),
        shield: (event) => this.lookups.shield(event),
        quote: (eventId) => this.lookups.quote(eventId),
        keyOf: (eventId) => this.services.outbox.keyOf(eventId),
        pending: pendingOf(outbox),
        counted: (eventId) => votes.counted(this.room, eventId),
        readers: (event) => this.readersOf(event),
        thread: (event) => (this.threadId ? null : threads.summary(this.room, event, index)),
      },
    );
    if (this.items.some((item) => item.type === 'undecryptable' && item.mayRecover)) this.patience.request();
    this.emit(this.model(atEnd));
  }

  private get events(): MatrixEvent[] {
    return this.window.events;
  }

  private readersOf(event: MatrixEvent): string[] {
    const { threads } = this.services;
    if (this.threadId) {
      const eventId = event.getId();
      const receipts = [...threads.receipts.of(this.threadId)];
      return receipts.filter(([, receipt]) => receipt.eventId === eventId).map(([userId]) => userId);
    }
    const receipts = this.room.getReceiptsForEvent(event).filter(({ type }) => type !== 'm.fully_read');
    return receipts.map(({ userId }) => userId);
  }

  private model(atEnd: boolean): Timeline {
    return {
      roomId: this.room.roomId,
      items: this.items,
      hasOlder: this.window.canPaginate(Direction.Backward),
      hasNewer: !atEnd,
      loadingOlder: this.loadingOlder,
      loadingNewer: this.loadingNewer,
      focus: this.focus,
      threadId: this.threadId,
      fullyReadEventId: this.readUntil,
      unreadAbove: this.unreadAbove(),
      unreadBelow: this.countUnread(),
      pinned: this.pinned(),
      error: this.error,
    };
  }

  /** What was read last stands above everything that is loaded. */
  private unreadAbove(): string | null {
    const { readUpTo } = this;
    if (!readUpTo || this.threadId || !this.window.canPaginate(Direction.Backward)) return null;
    return this.window.events.some((event) => event.getId() === readUpTo) ? null : readUpTo;
  }

  private pinned(): Timeline['pinned'] {
    const ids = this.threadId ? [] : pinnedIn(this.room).slice(-MAX_PINNED);
    return ids.map((eventId) => this.lookups.quote(eventId));
  }

  private countUnread(): number {
    const readUpTo = this.readUntil;
    const from = this.items.findLastIndex((item) => item.eventId === readUpTo);
    return this.items.slice(from + 1).filter((item) => !item.mine && item.type !== 'state').length;
  }
}
