// SPDX-License-Identifier: EUPL-1.2
// Threads of all rooms: their messages, summaries, unread marks and lists.
import { type MatrixEvent, Method, type Room, RoomEvent } from 'matrix-js-sdk';
import type { ThreadSummary } from '../rpc/models';
import type { Session } from '../session';
import { ThreadLog } from './log';
import { ThreadReceipts } from './receipts';
import { threadOf } from './relation';
import { bundleOf, readUpTo, summarise, type ThreadFacts } from './summary';

interface ThreadsAnswer {
  chunk: Parameters<ReturnType<Session['client']['getEventMapper']>>[0][];
  next_batch?: string;
}

const PAGE = 30;

export class Threads {
  readonly receipts: ThreadReceipts;
  private readonly logs = new Map<string, ThreadLog>();

  constructor(private readonly session: Session) {
    this.receipts = new ThreadReceipts(session);
    // Before a redaction that follows in the same answer takes the relation away.
    session.client.on(RoomEvent.Timeline, (event) => void threadOf(event));
    session.client.on(RoomEvent.Redaction, (event, room) => this.onRedaction(event, room));
  }

  log(room: Room, rootId: string): ThreadLog {
    const known = this.logs.get(rootId);
    if (known) return known;
    const log = new ThreadLog(this.session.client, room, rootId);
    this.logs.set(rootId, log);
    return log;
  }

  /** An event of this room wherever it is held: the main timeline or an opened thread. */
  find(room: Room, eventId: string): MatrixEvent | undefined {
    const known = room.findEventById(eventId);
    if (known) return known;
    for (const log of this.logs.values()) {
      const found = log.find(eventId);
      if (found?.getRoomId() === room.roomId) return found;
    }
    return undefined;
  }

  summary(room: Room, root: MatrixEvent, index: ThreadIndex): ThreadSummary | null {
    const rootId = root.getId() ?? '';
    const log = this.logs.get(rootId);
    const replies = log?.opened ? log.replies() : (index.get(rootId) ?? []);
    if (replies.length === 0 && !bundleOf(root)) return null;
    return summarise({ ...this.facts(room, rootId), root, replies, complete: log?.complete ?? false });
  }

  /** Whether the person follows the thread and has not read this answer yet. */
  isUnread(room: Room, rootId: string, event: MatrixEvent): boolean {
    const root = room.findEventById(rootId) ?? null;
    const replies = indexThreads(room).get(rootId) ?? [];
    const summary = summarise({ ...this.facts(room, rootId), root, replies, complete: false });
    if (!summary?.followed || event.getSender() === this.session.userId) return false;
    return event.getTs() > readUpTo(this.facts(room, rootId), this.log(room, rootId).replies());
  }

  private facts(room: Room, rootId: string): Pick<ThreadFacts, 'room' | 'me' | 'rootId' | 'readTo' | 'readAt'> {
    const me = this.session.userId;
    const mine = this.receipts.of(rootId).get(me);
    // A receipt without a thread covers them all.
    const readAt = Math.max(mine?.at ?? 0, room.getLastUnthreadedReceiptFor(me)?.ts ?? 0);
    return { room, me, rootId, readTo: mine?.eventId ?? null, readAt };
  }

  /** Unread answers in the threads that the person follows, as far as this device holds them. */
  unreadIn(room: Room): { count: number; highlights: number } {
    let count = 0;
    let highlights = 0;
    for (const [rootId, replies] of indexThreads(room)) {
      const root = room.findEventById(rootId) ?? null;
      const summary = summarise({ ...this.facts(room, rootId), root, replies, complete: false });
      if (!summary?.followed || summary.unread === 0) continue;
      count += summary.unread;
      highlights += summary.highlights;
    }
    return { count, highlights };
  }

  /** One page of the room's threads as the server lists them: the newest answer first. */
  async page(
    roomId: string,
    mine: boolean,
    from: string | null,
  ): Promise<{ roots: MatrixEvent[]; next: string | null }> {
    const path = `/rooms/${encodeURIComponent(roomId)}/threads`;
    const query = { include: mine ? 'participated' : 'all', limit: PAGE, ...(from ? { from } : {}) };
    const answer = await this.session.client.http.authedRequest<ThreadsAnswer>(Method.Get, path, query, undefined, {
      prefix: '/_matrix/client/v1',
    });
    const mapper = this.session.client.getEventMapper();
    const roots = answer.chunk.map((raw) => mapper({ ...raw, room_id: roomId }));
    await this.decrypt(roots);
    return { roots, next: answer.next_batch ?? null };
  }

  private async decrypt(roots: MatrixEvent[]): Promise<void> {
    const events = roots.flatMap((root) => [root, bundleOf(root)?.latest].filter((event) => event !== undefined));
    await Promise.all(events.map((event) => this.session.client.decryptEventIfNeeded(event)));
  }

  private onRedaction(redaction: MatrixEvent, room: Room): void {
    const redacts = redaction.event.redacts ?? (redaction.getContent().redacts as string | undefined);
    if (!redacts) return;
    for (const log of this.logs.values()) {
      if (log.redact(redaction, redacts)) this.session.changes.emit('room', room.roomId);
    }
  }
}

/** Answers in the room's newest messages by the root of their thread. */
export type ThreadIndex = ReadonlyMap<string, MatrixEvent[]>;

export function indexThreads(room: Room): ThreadIndex {
  const index = new Map<string, MatrixEvent[]>();
  for (const event of room.getLiveTimeline().getEvents()) {
    const rootId = threadOf(event);
    if (!rootId) continue;
    const known = index.get(rootId);
    if (known) known.push(event);
    else index.set(rootId, [event]);
  }
  return index;
}
