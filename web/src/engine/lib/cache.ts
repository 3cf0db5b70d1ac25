// SPDX-License-Identifier: EUPL-1.2
// The cached lists and timelines; saved soon after each change so that a reload without a connection shows them.
import { IndexedDBStore } from 'matrix-js-sdk';

/** Saving writes the whole account, so it may take at most this share of the time. */
const SHARE = 0.05;
const SHORTEST_MS = 1000;

export class SyncCache extends IndexedDBStore {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private pauseMs = SHORTEST_MS;
  private closed = false;
  private readonly watchers = new Set<() => () => void>();

  constructor(dbName: string) {
    super({ indexedDB, dbName });
  }

  /** The library would save every five minutes; we save on our own schedule. */
  override wantsSave(): boolean {
    return false;
  }

  saveSoon(): void {
    if (this.closed) return;
    this.timer ??= setTimeout(() => void this.saveNow(), this.pauseMs);
  }

  async saveNow(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const start = performance.now();
    const saved = [...this.watchers].map((begins) => begins());
    await this.save(true);
    for (const tell of saved) tell();
    this.pauseMs = Math.max(SHORTEST_MS, (performance.now() - start) / SHARE);
  }

  /** `begins` is called when a saving begins, and what it answers when all that had come by then is kept. */
  watchSaves(begins: () => () => void): void {
    this.watchers.add(begins);
  }

  /** What comes from now on is not kept: the next start asks for it once more. */
  hold(): void {
    this.setSyncData = () => Promise.resolve();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) await this.saveNow();
    await this.destroy();
  }
}
