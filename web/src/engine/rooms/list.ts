// SPDX-License-Identifier: EUPL-1.2
// The chat list: a summary per room, made again only for rooms that changed.
import type { Room } from 'matrix-js-sdk';
import { coalesce, Emitter } from '../lib/emitter';
import type { Outbox } from '../outbox/outbox';
import type { RoomList, RoomSummary } from '../rpc/models';
import { totalsOf } from '../rpc/unread';
import type { Session } from '../session';
import type { Threads } from '../threads/threads';
import { SAVED_TYPE } from './saved';
import { type DraftWords, directChats, eventsToDecrypt, summaryOf } from './summary';

/** A message that is read at once changes its chat several times within moments: one drawing is enough. */
const REBUILD_MS = 120;
const SHOWN: ReadonlySet<string> = new Set(['join', 'invite', 'knock']);

export class RoomListModel {
  readonly changed = new Emitter<{ list: RoomList }>();
  private readonly summaries = new Map<string, RoomSummary>();
  private readonly dirty = new Set<string>();
  private all = true;
  private readonly rebuildSoon = coalesce(() => this.rebuild(), REBUILD_MS);
  private current: RoomList = { rooms: [], totalUnread: 0, totalHighlights: 0, complete: false };

  constructor(
    private readonly session: Session,
    private readonly drafts: DraftWords,
    private readonly threads: Threads,
    private readonly outbox: Pick<Outbox, 'ofRoom'>,
  ) {
    session.changes.on('room', (roomId) => this.touch(roomId));
    session.changes.on('accountData', (type) => {
      if (type === 'm.direct' || type === 'm.push_rules' || type === SAVED_TYPE) this.touchAll();
    });
    session.changes.on('connection', () => this.touchAll());
  }

  get list(): RoomList {
    return this.current;
  }

  touch(roomId: string): void {
    this.dirty.add(roomId);
    this.rebuildSoon();
  }

  stop(): void {
    this.rebuildSoon.cancel();
  }

  private touchAll(): void {
    this.all = true;
    this.rebuildSoon();
  }

  private rebuild(): void {
    const { client } = this.session;
    const direct = directChats(this.session);
    const context = { session: this.session, direct, drafts: this.drafts, threads: this.threads, outbox: this.outbox };
    const changed = this.all ? client.getRooms() : [...this.dirty].map((roomId) => client.getRoom(roomId));
    for (const roomId of this.dirty) if (!client.getRoom(roomId)) this.summaries.delete(roomId);
    for (const room of changed) if (room) this.refresh(room, context);
    this.all = false;
    this.dirty.clear();
    this.current = this.ordered();
    this.changed.emit('list', this.current);
  }

  private refresh(room: Room, context: Parameters<typeof summaryOf>[1]): void {
    const visible = SHOWN.has(room.getMyMembership()) && !room.isSpaceRoom() && !isReplaced(this.session, room);
    if (visible) this.summaries.set(room.roomId, summaryOf(room, context));
    else this.summaries.delete(room.roomId);
    for (const event of eventsToDecrypt(room)) void this.session.client.decryptEventIfNeeded(event);
  }

  private ordered(): RoomList {
    const rooms = [...this.summaries.values()].sort(compare);
    return {
      rooms,
      ...totalsOf(rooms),
      complete: this.session.loaded,
    };
  }
}

function compare(a: RoomSummary, b: RoomSummary): number {
  return (
    Number(b.membership === 'invite') - Number(a.membership === 'invite') ||
    Number(b.favourite) - Number(a.favourite) ||
    Number(a.lowPriority) - Number(b.lowPriority) ||
    b.lastActivity - a.lastActivity ||
    a.roomId.localeCompare(b.roomId)
  );
}

/** A room that was upgraded disappears once its successor is joined. */
function isReplaced(session: Session, room: Room): boolean {
  const successor = room.currentState.getStateEvents('m.room.tombstone', '')?.getContent().replacement_room;
  return typeof successor === 'string' && session.client.getRoom(successor)?.getMyMembership() === 'join';
}
