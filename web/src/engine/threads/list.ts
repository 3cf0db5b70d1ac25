// SPDX-License-Identifier: EUPL-1.2
// Lists of threads that stay open on pages: of one room from the server, of all rooms from what this device holds.
import type { MatrixEvent, Room } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { toEngineError } from '../lib/failures';
import type { EngineErrorData } from '../rpc/errors';
import type { ThreadEntry, ThreadList } from '../rpc/models';
import type { Handlers, TopicSource } from '../rpc/server';
import type { Session } from '../session';
import { quoteOf } from '../timeline/lookups';
import { indexThreads, type Threads } from './threads';

const REBUILD_MS = 100;

export class ThreadLists {
  private readonly open = new Map<string, Set<RoomThreads>>();

  constructor(
    private readonly session: Session,
    private readonly threads: Threads,
  ) {}

  readonly topic: TopicSource<'threads'> = ({ roomId, mine = false }, emit) => {
    if (!roomId) return this.followed(emit);
    const list = new RoomThreads(this.session, this.threads, roomId, mine, emit);
    const key = keyOf(roomId, mine);
    const lists = this.open.get(key) ?? new Set();
    this.open.set(key, lists.add(list));
    return () => {
      lists.delete(list);
      list.close();
    };
  };

  readonly calls: Pick<Handlers, 'threads.loadMore'> = {
    'threads.loadMore': async ({ roomId, mine }) => {
      await Promise.all([...(this.open.get(keyOf(roomId, mine)) ?? [])].map((list) => list.loadMore()));
      return null;
    },
  };

  /** Of all chats: what a person follows, from the messages on this device. */
  private followed(emit: (list: ThreadList) => void): () => void {
    const tell = () => {
      const joined = this.session.client.getRooms().filter((room) => room.getMyMembership() === 'join');
      const entries = joined.flatMap((room) => this.followedIn(room)).sort(compare);
      emit({ entries, hasMore: false, loading: false, error: null });
    };
    const soon = coalesce(tell, REBUILD_MS);
    tell();
    const stop = this.session.changes.on('room', soon);
    return () => {
      soon.cancel();
      stop();
    };
  }

  private followedIn(room: Room): ThreadEntry[] {
    const index = indexThreads(room);
    const roots = [...index.keys()].flatMap((rootId) => this.threads.find(room, rootId) ?? []);
    return roots
      .flatMap((root) => entryOf(this.session, this.threads, room, root) ?? [])
      .filter(({ summary }) => summary.followed);
  }
}

const keyOf = (roomId: string, mine: boolean) => `${roomId} ${mine}`;

class RoomThreads {
  private readonly roots = new Map<string, MatrixEvent>();
  private next: string | null = null;
  private loading = false;
  private error: EngineErrorData | null = null;
  private closed = false;
  private readonly soon = coalesce(() => this.tell(), REBUILD_MS);
  private readonly stop: () => void;

  constructor(
    private readonly session: Session,
    private readonly threads: Threads,
    private readonly roomId: string,
    private readonly mine: boolean,
    private readonly emit: (list: ThreadList) => void,
  ) {
    this.stop = session.changes.on('room', (changed) => {
      if (changed === roomId) this.soon();
    });
    void this.load();
  }

  close(): void {
    this.closed = true;
    this.soon.cancel();
    this.stop();
  }

  async loadMore(): Promise<void> {
    if (this.next !== null || this.error) await this.load();
  }

  private async load(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    this.tell();
    try {
      const page = await this.threads.page(this.roomId, this.mine, this.next);
      for (const root of page.roots) this.roots.set(root.getId() ?? '', root);
      this.next = page.next;
      this.error = null;
    } catch (reason) {
      this.error = toEngineError(reason).toData();
    }
    this.loading = false;
    this.tell();
  }

  private tell(): void {
    const room = this.session.client.getRoom(this.roomId);
    if (this.closed || !room) return;
    this.takeFresh(room);
    const entries = [...this.roots.values()]
      .flatMap((root) => entryOf(this.session, this.threads, room, root) ?? [])
      .filter(({ summary }) => !this.mine || summary.followed)
      .sort(compare);
    this.emit({ entries, hasMore: this.next !== null, loading: this.loading, error: this.error });
  }

  /** Threads that began or went on while the list was open. */
  private takeFresh(room: Room): void {
    for (const rootId of indexThreads(room).keys()) {
      const root = this.roots.has(rootId) ? undefined : this.threads.find(room, rootId);
      if (root) this.roots.set(rootId, root);
    }
  }
}

function entryOf(session: Session, threads: Threads, room: Room, root: MatrixEvent): ThreadEntry | null {
  const rootId = root.getId() ?? '';
  const summary = threads.summary(room, root, indexThreads(room));
  if (!summary) return null;
  const quote = quoteOf(room, root, rootId, session.userId);
  return { key: rootId, roomId: room.roomId, roomName: room.name, rootId, root: quote, at: root.getTs(), summary };
}

/** Unread first, then by the newest answer. */
export function compare(a: ThreadEntry, b: ThreadEntry): number {
  return Number(b.summary.unread > 0) - Number(a.summary.unread > 0) || b.summary.last.at - a.summary.last.at;
}
