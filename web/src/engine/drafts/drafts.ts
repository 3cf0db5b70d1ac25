// SPDX-License-Identifier: EUPL-1.2
// Unsent text per chat and thread: kept on this device at once, and sealed in account data for one's other devices.
import { type MatrixEvent, type Room, RoomEvent } from 'matrix-js-sdk';
import type { DraftPlace } from '../rpc/models';
import type { Session } from '../session';
import { openDrafts, sealDrafts } from './cipher';
import { type Draft, draftWords, isUnshared, MAIN, newerOf, type RoomDrafts, readStored, writeStored } from './record';

export const DRAFT_TYPE = 'org.chancery.draft';
/** Long enough that a person who writes does not make a request with every word. */
const SHARE_MS = 2500;

type Heard = (place: DraftPlace, text: string) => void;

export class Drafts {
  private readonly rooms = new Map<string, RoomDrafts>();
  /** With the timer that shares it; null: it waits for a connection or for the keys. */
  private readonly unshared = new Map<string, ReturnType<typeof setTimeout> | null>();
  private readonly onAccountData = (event: MatrixEvent, room: Room) => void this.take(room, event);

  constructor(
    private readonly session: Session,
    /** Told of drafts that another device has written. */
    private readonly heard: Heard,
    private readonly changed: (roomId: string) => void,
  ) {
    session.client.on(RoomEvent.AccountData, this.onAccountData);
    session.changes.on('connection', (state) => {
      if (state === 'online') this.shareWaiting();
    });
    // The keys come with the recovery key or with the verification by another device.
    session.changes.on('crypto', () => {
      this.takeAll();
      if (session.connection === 'online') this.shareWaiting();
    });
  }

  async load(): Promise<void> {
    for (const [roomId, stored] of await this.session.store.drafts()) {
      this.rooms.set(roomId, readStored(stored));
      if (isUnshared(stored)) this.unshared.set(roomId, null);
    }
  }

  stop(): void {
    this.session.client.off(RoomEvent.AccountData, this.onAccountData);
    for (const timer of this.unshared.values()) if (timer) clearTimeout(timer);
  }

  text({ roomId, threadId }: DraftPlace): string {
    return this.rooms.get(roomId)?.[threadId ?? MAIN]?.text ?? '';
  }

  /** The beginning of the draft in words, for the list; empty without one. */
  words(roomId: string): string {
    return draftWords(this.text({ roomId }));
  }

  async set({ roomId, threadId }: DraftPlace, text: string): Promise<void> {
    const place = threadId ?? MAIN;
    if (this.text({ roomId, ...(threadId ? { threadId } : {}) }) === text) return;
    this.shareSoon(roomId);
    await this.keep(roomId, { ...this.rooms.get(roomId), [place]: { text, at: Date.now() } });
  }

  private async keep(roomId: string, drafts: RoomDrafts): Promise<void> {
    this.rooms.set(roomId, drafts);
    this.changed(roomId);
    await this.session.store.setDraft(roomId, writeStored(drafts, Date.now(), this.unshared.has(roomId)));
  }

  private shareWaiting(): void {
    for (const [roomId, timer] of this.unshared) if (timer === null) void this.share(roomId);
  }

  private shareSoon(roomId: string): void {
    const timer = this.unshared.get(roomId);
    if (timer) clearTimeout(timer);
    this.unshared.set(
      roomId,
      setTimeout(() => void this.share(roomId), SHARE_MS),
    );
  }

  /** What fails waits for the next connection; the draft itself is safe here. */
  private async share(roomId: string): Promise<void> {
    this.unshared.set(roomId, null);
    await this.takeKnown(roomId);
    const drafts = this.rooms.get(roomId) ?? {};
    try {
      const sealed = await sealDrafts(this.session, roomId, writeStored(drafts));
      if (!sealed) return;
      await this.session.client.setRoomAccountData(roomId, DRAFT_TYPE as never, sealed as never);
      if (this.unshared.get(roomId) !== null) return;
      this.unshared.delete(roomId);
      await this.session.store.setDraft(roomId, writeStored(this.rooms.get(roomId) ?? {}));
    } catch {
      return;
    }
  }

  /** After a restart, another device may have written later words than the ones that wait here. */
  private async takeKnown(roomId: string): Promise<void> {
    const room = this.session.client.getRoom(roomId);
    const event = room?.getAccountData(DRAFT_TYPE as never);
    if (room && event) await this.take(room, event);
  }

  private takeAll(): void {
    for (const room of this.session.client.getRooms()) {
      const event = room.getAccountData(DRAFT_TYPE as never);
      if (event) void this.take(room, event);
    }
  }

  private async take(room: Room, event: MatrixEvent): Promise<void> {
    if (event.getType() !== DRAFT_TYPE) return;
    const { roomId } = room;
    const text = await openDrafts(this.session, roomId, event.getContent());
    if (text === null) return;
    const before = this.rooms.get(roomId) ?? {};
    const { merged, news } = newerOf(before, readStored(text));
    if (news.length === 0) return;
    await this.keep(roomId, merged);
    for (const place of news) this.tell(roomId, place, merged[place]);
  }

  private tell(roomId: string, place: string, draft: Draft | undefined): void {
    this.heard(place === MAIN ? { roomId } : { roomId, threadId: place }, draft?.text ?? '');
  }
}
