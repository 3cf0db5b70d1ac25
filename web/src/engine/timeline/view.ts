// SPDX-License-Identifier: EUPL-1.2
// One window on one room: loads, follows, and gives out the view model.
import { Direction, type MatrixClient, type MatrixEvent, type Room, RoomEvent, TimelineWindow } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { toEngineError } from '../lib/failures';
import type { MediaLibrary } from '../media/library';
import type { Outbox } from '../outbox/outbox';
import { rightsIn } from '../rooms/rights';
import type { EngineErrorData } from '../rpc/errors';
import type { Timeline, TimelineItem } from '../rpc/models';
import type { Session } from '../session';
import { buildItems, pendingOf } from './build';
import { decryptAll, PatientRetry, retryFailed } from './decryption';
import { Lookups } from './lookups';

export interface ViewServices {
  session: Session;
  outbox: Outbox;
  media: MediaLibrary;
}

const FIRST_PAGE = 40;
const PAGE = 50;
/** Few lines may hide among many edits and reactions: load on until the window is worth showing. */
const ENOUGH_ITEMS = 30;
const MAX_FIRST_LOADS = 4;
const WINDOW_LIMIT = 2000;
const REBUILD_MS = 15;
const MAX_PINNED = 10;

export class TimelineView {
  private readonly lookups: Lookups;
  private readonly stops: (() => void)[] = [];
  private shown: OpenWindow;
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
    private readonly emit: (timeline: Timeline) => void,
  ) {
    this.lookups = new Lookups(services.session, room, this.rebuildSoon);
    this.shown = new OpenWindow(services.session.client, room);
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
    this.readUpTo = this.room.getEventReadUpTo(this.services.session.userId);
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
    await this.attempt(() => this.window.paginate(Direction.Backward, PAGE));
    this.loadingOlder = false;
    await this.rebuild();
    return this.window.canPaginate(Direction.Backward);
  }

  async loadNewer(): Promise<boolean> {
    if (this.loadingNewer) return true;
    this.loadingNewer = true;
    this.rebuildSoon();
    await this.attempt(() => this.window.paginate(Direction.Forward, PAGE));
    this.loadingNewer = false;
    await this.rebuild();
    return this.window.canPaginate(Direction.Forward);
  }

  async jumpTo(eventId: string): Promise<void> {
    const shown = this.items.some((item) => item.eventId === eventId);
    if (!shown) {
      await this.moveTo(eventId);
    }
    this.focus = { eventId, nonce: (this.focus?.nonce ?? 0) + 1 };
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

  private async moveTo(eventId: string | undefined): Promise<void> {
    const target = new OpenWindow(this.services.session.client, this.room);
    try {
      await target.window.load(eventId, FIRST_PAGE);
    } catch (reason) {
      target.close();
      throw reason;
    }
    this.shown.close();
    this.shown = target;
  }

  private get window(): TimelineWindow {
    return this.shown.window;
  }

  private async attempt(load: () => Promise<boolean>): Promise<void> {
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

  private get atEnd(): boolean {
    const end = this.window.getTimelineIndex(Direction.Forward);
    return end?.timeline === this.room.getLiveTimeline();
  }

  private async rebuild(): Promise<void> {
    if (this.closed) return;
    if (this.atEnd) while (this.window.extend(Direction.Forward, PAGE));
    const events = this.events;
    await decryptAll(this.services.session, events);
    if (this.closed) return;
    const outbox = this.services.outbox.ofRoom(this.room.roomId);
    const { session, media } = this.services;
    const atEnd = this.atEnd;
    this.following = atEnd;
    this.items = buildItems(
      { events, outbox: atEnd ? outbox : [], readUpTo: this.readUpTo },
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
      },
    );
    if (this.items.some((item) => item.type === 'undecryptable' && item.mayRecover)) this.patience.request();
    this.emit(this.model(atEnd));
  }

  private get events(): MatrixEvent[] {
    return this.window.getEvents().filter((event): event is MatrixEvent => event !== undefined);
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
      fullyReadEventId: this.room.getEventReadUpTo(this.services.session.userId),
      unreadBelow: this.countUnread(),
      pinned: pinnedIn(this.room)
        .slice(-MAX_PINNED)
        .map((eventId) => this.lookups.quote(eventId)),
      error: this.error,
    };
  }

  private countUnread(): number {
    const readUpTo = this.room.getEventReadUpTo(this.services.session.userId);
    const from = this.items.findLastIndex((item) => item.eventId === readUpTo);
    return this.items.slice(from + 1).filter((item) => !item.mine && item.type !== 'state').length;
  }
}

/** The library's window listens to the room for ever; this one stops. */
class OpenWindow {
  readonly window: TimelineWindow;
  private readonly listeners: Parameters<Room['off']>[1][];

  constructor(
    client: MatrixClient,
    private readonly room: Room,
  ) {
    const before = room.listeners(RoomEvent.Timeline).length;
    this.window = new TimelineWindow(client, room.getUnfilteredTimelineSet(), { windowLimit: WINDOW_LIMIT });
    this.listeners = room.listeners(RoomEvent.Timeline).slice(before) as Parameters<Room['off']>[1][];
  }

  close(): void {
    for (const listener of this.listeners) this.room.off(RoomEvent.Timeline, listener as never);
  }
}

export function pinnedIn(room: Room): string[] {
  const pinned = room.currentState.getStateEvents('m.room.pinned_events', '')?.getContent().pinned;
  return Array.isArray(pinned) ? pinned.filter((id): id is string => typeof id === 'string') : [];
}
