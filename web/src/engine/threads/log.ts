// SPDX-License-Identifier: EUPL-1.2
// The messages of one thread that this device holds: pages from the server and what arrived since.
import { Direction, type MatrixClient, type MatrixEvent, type Room } from 'matrix-js-sdk';
import { threadOf } from './relation';

const PAGE = 50;

export class ThreadLog {
  private readonly fetched = new Map<string, MatrixEvent>();
  private from: string | null = null;
  private began = false;
  root: MatrixEvent | null;
  /** The whole thread is here. */
  complete = false;

  constructor(
    private readonly client: MatrixClient,
    private readonly room: Room,
    readonly rootId: string,
  ) {
    this.root = room.findEventById(rootId) ?? null;
  }

  find(eventId: string): MatrixEvent | undefined {
    return eventId === this.rootId ? (this.root ?? undefined) : this.fetched.get(eventId);
  }

  /** True once a page has come: before that only what arrived with the sync is known. */
  get opened(): boolean {
    return this.began;
  }

  /** Answers of the thread, oldest first. */
  replies(): MatrixEvent[] {
    for (const event of this.room.getLiveTimeline().getEvents()) {
      const eventId = event.getId();
      if (eventId && threadOf(event) === this.rootId) this.fetched.set(eventId, event);
    }
    return [...this.fetched.values()].sort((a, b) => a.getTs() - b.getTs());
  }

  /** One page further into the past; reactions and edits of the messages come along. */
  async loadOlder(): Promise<void> {
    if (this.complete) return;
    const answer = await this.client.fetchRelations(this.room.roomId, this.rootId, null, null, {
      dir: Direction.Backward,
      limit: PAGE,
      recurse: true,
      ...(this.from ? { from: this.from } : {}),
    });
    const mapper = this.client.getEventMapper();
    for (const raw of answer.chunk) this.take(mapper({ ...raw, room_id: this.room.roomId }));
    this.from = answer.next_batch ?? null;
    this.began = true;
    this.complete = this.from === null;
    this.root ??= await this.fetchRoot();
    this.adopt();
  }

  /** Edits that came before their message find it now. */
  adopt(): void {
    for (const event of this.fetched.values()) this.room.relations.aggregateParentEvent(event);
    if (this.root) this.room.relations.aggregateParentEvent(this.root);
  }

  redact(redaction: MatrixEvent, redacts: string): boolean {
    const event = this.find(redacts);
    if (!event || event.isRedacted()) return false;
    threadOf(event);
    event.makeRedacted(redaction, this.room);
    return true;
  }

  private take(event: MatrixEvent): void {
    const eventId = event.getId() ?? '';
    if (threadOf(event) === this.rootId) this.fetched.set(eventId, this.room.findEventById(eventId) ?? event);
    else this.room.relations.aggregateChildEvent(event);
  }

  private async fetchRoot(): Promise<MatrixEvent | null> {
    const known = this.room.findEventById(this.rootId);
    if (known) return known;
    const raw = await this.client.fetchRoomEvent(this.room.roomId, this.rootId);
    return this.client.getEventMapper()({ ...raw, room_id: this.room.roomId });
  }
}
