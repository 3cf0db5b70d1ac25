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
const WINDOW_LIMIT = 2000;

/** The library's window listens to the room for ever; this one stops. */
export class RoomWindow implements EventWindow {
  private readonly window: TimelineWindow;
  private readonly listeners: Parameters<Room['off']>[1][];

  constructor(
    client: MatrixClient,
    private readonly room: Room,
  ) {
    const before = room.listeners(RoomEvent.Timeline).length;
    this.window = new TimelineWindow(client, room.getUnfilteredTimelineSet(), { windowLimit: WINDOW_LIMIT });
    this.listeners = room.listeners(RoomEvent.Timeline).slice(before) as Parameters<Room['off']>[1][];
  }

  get events(): MatrixEvent[] {
    return this.window.getEvents().filter((event) => event !== undefined && threadOf(event) === null);
  }

  get atEnd(): boolean {
    return this.window.getTimelineIndex(Direction.Forward)?.timeline === this.room.getLiveTimeline();
  }

  load(eventId?: string): Promise<void> {
    return this.window.load(eventId, FIRST_PAGE);
  }

  async paginate(direction: Direction): Promise<void> {
    await this.window.paginate(direction, PAGE);
  }

  canPaginate(direction: Direction): boolean {
    return this.window.canPaginate(direction);
  }

  follow(): void {
    if (this.atEnd) while (this.window.extend(Direction.Forward, PAGE));
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
