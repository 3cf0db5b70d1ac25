// SPDX-License-Identifier: EUPL-1.2
// What a view shows a part of: the main timeline of a room, or one thread.
import { Direction, type MatrixClient, type MatrixEvent, type Room, RoomEvent, TimelineWindow } from 'matrix-js-sdk';
import type { ThreadLog } from '../threads/log';
import { threadOf } from '../threads/relation';

export interface EventWindow {
  /** Oldest first, also those without a line of their own. */
  readonly events: MatrixEvent[];
  /** It follows the newest message. */
  readonly atEnd: boolean;
  load(eventId?: string): Promise<void>;
  paginate(direction: Direction): Promise<void>;
  canPaginate(direction: Direction): boolean;
  /** Takes what has arrived since. */
  follow(): void;
  close(): void;
}

const FIRST_PAGE = 40;
const PAGE = 50;
/** So many events stay when the window has grown by a share: to drop one with every message would move all lines each time. */
const KEPT = 2000;
const SHARE = 200;

/** The library's window listens to the room for ever; this one stops. */
export class RoomWindow implements EventWindow {
  private readonly window: TimelineWindow;
  private readonly listeners: Parameters<Room['off']>[1][];
  private follows = true;

  constructor(
    client: MatrixClient,
    private readonly room: Room,
  ) {
    const before = room.listeners(RoomEvent.Timeline).length;
    this.window = new TimelineWindow(client, room.getUnfilteredTimelineSet(), { windowLimit: KEPT + SHARE });
    this.listeners = room.listeners(RoomEvent.Timeline).slice(before) as Parameters<Room['off']>[1][];
  }

  get events(): MatrixEvent[] {
    return this.window.getEvents().filter((event) => event !== undefined && threadOf(event) === null);
  }

  get atEnd(): boolean {
    return this.follows && this.standsInLive;
  }

  private get standsInLive(): boolean {
    return this.window.getTimelineIndex(Direction.Forward)?.timeline === this.room.getLiveTimeline();
  }

  load(eventId?: string): Promise<void> {
    return this.window.load(eventId, FIRST_PAGE);
  }

  /** A full window drops the newest for the older ones; it follows again when it has come back to the end. */
  async paginate(direction: Direction): Promise<void> {
    const newest = this.window.getEvents().at(-1);
    await this.window.paginate(direction, PAGE);
    if (direction === Direction.Backward) this.follows &&= this.window.getEvents().at(-1) === newest;
    else this.follows ||= this.standsInLive && !this.window.canPaginate(Direction.Forward);
  }

  canPaginate(direction: Direction): boolean {
    return this.window.canPaginate(direction);
  }

  follow(): void {
    if (!this.atEnd) return;
    while (this.window.extend(Direction.Forward, PAGE));
    if (this.window.getEvents().length >= KEPT + SHARE) this.window.unpaginate(SHARE, true);
  }

  close(): void {
    for (const listener of this.listeners) this.room.off(RoomEvent.Timeline, listener as never);
  }
}

/** Far more than people write in one thread; a jump further back is refused. */
const MAX_PAGES = 20;

/** One thread, always from some message to its end. */
export class ThreadWindow implements EventWindow {
  readonly atEnd = true;

  constructor(private readonly log: ThreadLog) {}

  get events(): MatrixEvent[] {
    const replies = this.log.replies();
    return this.log.root && !this.canPaginate(Direction.Backward) ? [this.log.root, ...replies] : replies;
  }

  async load(eventId?: string): Promise<void> {
    if (!this.log.opened) await this.log.loadOlder();
    for (let page = 1; eventId && !this.log.find(eventId) && !this.log.complete; page += 1) {
      if (page > MAX_PAGES) throw new Error('The message is too far back in this thread.');
      await this.log.loadOlder();
    }
  }

  async paginate(direction: Direction): Promise<void> {
    if (direction === Direction.Backward) await this.log.loadOlder();
  }

  canPaginate(direction: Direction): boolean {
    return direction === Direction.Backward && !this.log.complete;
  }

  follow(): void {
    this.log.adopt();
  }

  close(): void {
    // The messages stay: the summary under the first one counts them.
  }
}
