// SPDX-License-Identifier: EUPL-1.2
// The queue of things to send: kept in IndexedDB, sent in order per room, never doubled.
import { RoomEvent } from 'matrix-js-sdk';
import { toEngineError } from '../lib/failures';
import { decryptAttachment } from '../media/attachment';
import { safeType } from '../media/kinds';
import { EngineError } from '../rpc/errors';
import type { SendState } from '../rpc/models';
import type { Session } from '../session';
import type { EventContent, OutboxBlob, OutboxFile, OutboxRecord } from './record';
import { deliver } from './send';

export interface NewRecord {
  roomId: string;
  type: string;
  content: EventContent;
  redacts?: string;
  file?: OutboxFile;
  sendAt?: number;
  holdMs?: number;
}

/** A queued thing as views see it. */
export interface OutboxEntry {
  record: OutboxRecord;
  send: SendState;
  /** Known once the server has accepted it; the entry goes when the event arrives with the sync. */
  eventId: string | null;
}

export interface OpenedFile {
  blob: Blob;
  name: string;
  mimeType: string;
}

const KEPT_FILES = 20;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

export class Outbox {
  private readonly entries = new Map<string, OutboxEntry>();
  private readonly aborts = new Map<string, AbortController>();
  private readonly busy = new Set<string>();
  private readonly waits = new Map<string, ReturnType<typeof setTimeout>>();
  /** What is held lets others pass, other than a wait for the server. */
  private readonly holds = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly lastWait = new Map<string, number>();
  private readonly keyOfEvent = new Map<string, string>();
  private readonly sentFiles = new Map<string, OutboxFile>();
  /** Sent before this start, and not in the cached timeline. */
  private readonly earlier = new Set<string>();
  /** Their events are in the timeline, which the cache does not hold yet. */
  private readonly landed = new Set<string>();
  private order = 0;
  private stopped = false;

  constructor(private readonly session: Session) {
    session.changes.on('connection', (state) => {
      if (state !== 'online') return;
      this.dropEarlier();
      this.wakeAll();
    });
    session.cache.watchSaves(() => {
      const keys = [...this.landed];
      return () => this.forget(keys);
    });
    session.client.on(RoomEvent.Timeline, (event) => {
      const key = event.getUnsigned().transaction_id;
      if (key) this.arrived(key, event.getId() ?? '');
    });
  }

  /** Takes up what an earlier run left; nothing is sent before there is a connection. */
  async load(): Promise<void> {
    for (const record of await this.session.store.outbox()) {
      this.order = Math.max(this.order, record.order);
      const eventId = record.eventId ?? null;
      this.entries.set(record.key, { record, send: idleState(record), eventId });
      if (eventId === null) continue;
      this.keyOfEvent.set(eventId, record.key);
      this.earlier.add(record.key);
    }
  }

  stop(): void {
    this.stopped = true;
    for (const abort of this.aborts.values()) abort.abort();
    for (const timer of [...this.waits.values(), ...this.holds.values()]) clearTimeout(timer);
  }

  get size(): number {
    return [...this.entries.values()].filter((entry) => entry.eventId === null).length;
  }

  ofRoom(roomId: string): OutboxEntry[] {
    return [...this.entries.values()].filter((entry) => entry.record.roomId === roomId);
  }

  /** The key under which an event was shown while it was being sent. */
  keyOf(eventId: string): string | undefined {
    return this.keyOfEvent.get(eventId);
  }

  async add(item: NewRecord): Promise<string> {
    this.order += 1;
    const key = `c${Date.now().toString(36)}.${crypto.randomUUID().slice(0, 8)}`;
    const record: OutboxRecord = {
      key,
      roomId: item.roomId,
      order: this.order,
      at: Date.now(),
      type: item.type,
      content: item.content,
      redacts: item.redacts ?? null,
      file: item.file ?? null,
      sendAt: item.sendAt ?? null,
      holdUntil: item.holdMs ? Date.now() + item.holdMs : null,
      error: null,
    };
    await this.session.store.putOutbox(record).catch((reason: unknown) => {
      throw new EngineError('storage_unavailable', String(reason));
    });
    this.entries.set(key, { record, send: idleState(record), eventId: null });
    this.changed(item.roomId);
    void this.run(item.roomId);
    return key;
  }

  async retry(key: string): Promise<void> {
    const entry = this.find(key);
    entry.record.error = null;
    entry.send = { state: 'queued' };
    await this.session.store.putOutbox(entry.record);
    this.changed(entry.record.roomId);
    this.wake(entry.record.roomId);
  }

  async discard(key: string): Promise<void> {
    const entry = this.find(key);
    this.aborts.get(key)?.abort();
    this.entries.delete(key);
    await this.session.store.dropOutbox(key);
    this.changed(entry.record.roomId);
    this.wake(entry.record.roomId);
  }

  /** Lets what is held on this device leave at once; what has left or was taken back stays so. */
  hurry(key: string): void {
    const record = this.entries.get(key)?.record;
    if (!record?.holdUntil) return;
    record.holdUntil = null;
    this.wake(record.roomId);
  }

  /** Another time for what has not left yet; null: as soon as possible. */
  async reschedule(key: string, sendAt: number | null): Promise<void> {
    this.find(key).record.sendAt = sendAt;
    await this.retry(key);
  }

  /** The event came back with the sync: the timeline shows it from now on. */
  private arrived(key: string, eventId: string): void {
    const file = this.entries.get(key)?.record.file;
    if (!this.entries.delete(key)) return;
    this.keyOfEvent.set(eventId, key);
    if (file) this.keepFile(eventId, file);
    this.landed.add(key);
  }

  /** Once in touch with the server, the timeline holds all that was sent before, or a gap in its place. */
  private dropEarlier(): void {
    for (const key of this.earlier) {
      const roomId = this.entries.get(key)?.record.roomId;
      if (!this.entries.delete(key) || !roomId) continue;
      this.landed.add(key);
      this.changed(roomId);
    }
    this.earlier.clear();
  }

  private forget(keys: readonly string[]): void {
    for (const key of keys) {
      this.landed.delete(key);
      void this.session.store.dropOutbox(key);
    }
  }

  async openFile(key: string, part: 'file' | 'thumbnail'): Promise<OpenedFile> {
    const file = this.entries.get(key)?.record.file;
    const blob = file?.[part];
    if (!file || !blob) throw new EngineError('not_found', 'The file is no longer in the queue.');
    return { blob: await openBlob(blob), name: file.name, mimeType: blob.type };
  }

  /** An own file that was sent a moment ago need not be downloaded again; null when it must. */
  async openSent(eventId: string, part: 'file' | 'thumbnail'): Promise<OpenedFile | null> {
    const file = this.sentFiles.get(eventId);
    const blob = file?.[part];
    return file && blob ? { blob: await openBlob(blob), name: file.name, mimeType: blob.type } : null;
  }

  private keepFile(eventId: string, file: OutboxFile): void {
    this.sentFiles.set(eventId, file);
    const [oldest] = this.sentFiles.keys();
    if (this.sentFiles.size > KEPT_FILES && oldest) this.sentFiles.delete(oldest);
  }

  private find(key: string): OutboxEntry {
    const entry = this.entries.get(key);
    if (!entry || entry.eventId !== null) throw new EngineError('not_found', 'The message is no longer in the queue.');
    return entry;
  }

  private wakeAll(): void {
    for (const roomId of new Set([...this.entries.values()].map((entry) => entry.record.roomId))) this.wake(roomId);
  }

  private wake(roomId: string): void {
    clearTimeout(this.waits.get(roomId));
    this.waits.delete(roomId);
    void this.run(roomId);
  }

  private async run(roomId: string): Promise<void> {
    if (this.busy.has(roomId) || this.waits.has(roomId)) return;
    this.busy.add(roomId);
    try {
      while (!this.stopped && this.session.connection !== 'offline' && this.session.connection !== 'connecting') {
        const next = this.next(roomId);
        if (!next || this.isHeld(next) || !(await this.sendOne(next))) break;
      }
    } finally {
      this.busy.delete(roomId);
    }
  }

  private next(roomId: string): OutboxEntry | undefined {
    const waiting = this.ofRoom(roomId)
      .filter((entry) => entry.eventId === null && entry.record.error === null)
      .sort((a, b) => a.record.order - b.record.order);
    // What deletes holds up nothing that is written meanwhile.
    return waiting.find(({ record }) => record.redacts === null || !holdLeft(record)) ?? waiting[0];
  }

  private isHeld({ record }: OutboxEntry): boolean {
    const left = holdLeft(record);
    if (left === 0) return false;
    clearTimeout(this.holds.get(record.roomId));
    this.holds.set(
      record.roomId,
      setTimeout(() => void this.run(record.roomId), left),
    );
    return true;
  }

  /** False when the queue of the room must wait. */
  private async sendOne(entry: OutboxEntry): Promise<boolean> {
    const { record } = entry;
    const abort = new AbortController();
    this.aborts.set(record.key, abort);
    this.setState(entry, { state: 'sending', progress: record.file ? 0 : null });
    try {
      const onProgress = (progress: number) => this.setState(entry, { state: 'sending', progress });
      entry.eventId = await deliver(this.session, record, { signal: abort.signal, onProgress });
      await this.keepDelivered(entry);
      this.lastWait.delete(record.roomId);
      this.delivered(entry);
      return true;
    } catch (reason) {
      return this.onFailure(entry, toEngineError(reason, 'upload_failed'), abort.signal.aborted);
    } finally {
      this.aborts.delete(record.key);
    }
  }

  /** A reload without a connection shows what was sent a moment ago, though the cached timeline is older. */
  private async keepDelivered({ record, eventId }: OutboxEntry): Promise<void> {
    // A file would be written to the disk once more for it.
    if (eventId === null || record.file) return this.session.store.dropOutbox(record.key);
    // It may have come with the sync before the server answered.
    if (!this.entries.has(record.key)) return;
    record.eventId = eventId;
    await this.session.store.putOutbox(record);
  }

  private delivered(entry: OutboxEntry): void {
    const { key, roomId } = entry.record;
    if (entry.eventId !== null) {
      this.keyOfEvent.set(entry.eventId, key);
      this.setState(entry, { state: 'sent' });
      return;
    }
    // The server keeps it for later: from now on it is in the list of scheduled messages.
    this.entries.delete(key);
    this.changed(roomId);
    this.session.changes.emit('scheduled', roomId);
  }

  private async onFailure(entry: OutboxEntry, error: EngineError, discarded: boolean): Promise<boolean> {
    if (discarded) return !this.stopped;
    if (error.retryable && error.code !== 'could_not_be_scanned') {
      this.setState(entry, { state: 'queued' });
      this.waitIn(entry.record.roomId, error.retryAfterMs);
      return false;
    }
    entry.record.error = error.toData();
    await this.session.store.putOutbox(entry.record);
    this.setState(entry, { state: 'failed', error: error.toData() });
    return true;
  }

  private waitIn(roomId: string, askedMs?: number): void {
    const before = this.lastWait.get(roomId) ?? FIRST_WAIT_MS / 2;
    const ms = askedMs ?? Math.min(before * 2, LONGEST_WAIT_MS);
    this.lastWait.set(roomId, ms);
    this.waits.set(
      roomId,
      setTimeout(() => this.wake(roomId), ms),
    );
  }

  private setState(entry: OutboxEntry, send: SendState): void {
    entry.send = send;
    this.changed(entry.record.roomId);
  }

  private changed(roomId: string): void {
    this.session.changes.emit('outbox', roomId);
    this.session.changes.emit('room', roomId);
  }
}

function idleState(record: OutboxRecord): SendState {
  if (record.eventId) return { state: 'sent' };
  if (record.error) return { state: 'failed', error: record.error };
  return { state: holdLeft(record) > 0 ? 'held' : 'queued' };
}

function holdLeft({ holdUntil }: OutboxRecord): number {
  return Math.max((holdUntil ?? 0) - Date.now(), 0);
}

async function openBlob(blob: OutboxBlob): Promise<Blob> {
  const type = safeType(blob.type);
  if (!blob.keys) return blob.bytes.slice(0, blob.bytes.size, type);
  return new Blob([await decryptAttachment(await blob.bytes.arrayBuffer(), blob.keys)], { type });
}
