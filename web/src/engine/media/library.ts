// SPDX-License-Identifier: EUPL-1.2
// Gives out files: downloads, decrypts, scans, and remembers the verdict of each.
import type { MatrixEvent } from 'matrix-js-sdk';
import { toEngineError } from '../lib/failures';
import { get, mediaPath } from '../lib/http';
import type { OpenedFile, Outbox } from '../outbox/outbox';
import type { FileKeys } from '../outbox/record';
import { EngineError } from '../rpc/errors';
import type { MediaSource, ScanState } from '../rpc/models';
import type { Session } from '../session';
import type { Threads } from '../threads/threads';
import { decryptAttachment, readFileKeys } from './attachment';
import { safeType } from './kinds';
import type { Scanner } from './scanner';

interface Located {
  mxc: string;
  keys: FileKeys | null;
  name: string;
  mimeType: string;
}

export interface Verdict {
  scan: ScanState;
  threats: string[];
}

const PLAYED_KEY = 'played';
const KEPT_PLAYED = 2000;
const UNCHECKED: Verdict = { scan: 'unchecked', threats: [] };

export class MediaLibrary {
  private readonly verdicts = new Map<string, Verdict>();
  private readonly played = new Set<string>();
  private readonly running = new Map<string, Promise<OpenedFile>>();

  constructor(
    private readonly session: Session,
    private readonly scanner: Scanner,
    private readonly outbox: Outbox,
    private readonly threads: Threads,
  ) {}

  async load(): Promise<void> {
    for (const eventId of (await this.session.store.get<string[]>(PLAYED_KEY)) ?? []) this.played.add(eventId);
  }

  isPlayed(eventId: string): boolean {
    return this.played.has(eventId);
  }

  async markPlayed(roomId: string, eventId: string): Promise<void> {
    if (this.played.has(eventId)) return;
    this.played.add(eventId);
    this.session.changes.emit('room', roomId);
    await this.session.store.set(PLAYED_KEY, [...this.played].slice(-KEPT_PLAYED));
  }

  verdict(eventId: string): Verdict {
    return this.verdicts.get(eventId) ?? UNCHECKED;
  }

  /** One download for all pages that ask at the same time. */
  get(source: MediaSource): Promise<OpenedFile> {
    const key = JSON.stringify(source);
    const running = this.running.get(key) ?? this.fetch(source).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  private fetch(source: MediaSource): Promise<OpenedFile> {
    if (source.from === 'outbox') return this.outbox.openFile(source.key, source.part);
    if (source.from === 'mxc') return this.fetchPlain(source);
    return this.fetchOfEvent(source.roomId, source.eventId, source.part);
  }

  /** Avatars and previews that the server itself has scanned. */
  private async fetchPlain({ mxc, width, height }: Extract<MediaSource, { from: 'mxc' }>): Promise<OpenedFile> {
    const path =
      width && height
        ? mediaPath(mxc, 'thumbnail', `?width=${width}&height=${height}&method=crop`)
        : mediaPath(mxc, 'download');
    const blob = await (await get(this.session.http, path)).blob();
    const mimeType = safeType(blob.type);
    return { blob: blob.slice(0, blob.size, mimeType), name: '', mimeType };
  }

  private async fetchOfEvent(roomId: string, eventId: string, part: 'file' | 'thumbnail'): Promise<OpenedFile> {
    const own = await this.outbox.openSent(eventId, part);
    if (own) {
      this.remember(roomId, eventId, part, { scan: 'clean', threats: [] });
      return own;
    }
    const room = this.session.client.getRoom(roomId);
    const event = room ? this.threads.find(room, eventId) : undefined;
    const located = event ? locate(event, part) : null;
    if (!located) throw new EngineError('not_found', 'The message has no such file.');
    this.remember(roomId, eventId, part, { scan: 'checking', threats: [] });
    try {
      const bytes = await this.download(located);
      // What is not encrypted has been scanned by the server, which gives out nothing else.
      if (located.keys) await this.scanner.check(bytes);
      this.remember(roomId, eventId, part, { scan: 'clean', threats: [] });
      const mimeType = safeType(located.mimeType);
      return { blob: new Blob([bytes], { type: mimeType }), name: located.name, mimeType: located.mimeType };
    } catch (reason) {
      const error = toEngineError(reason, 'download_failed');
      this.remember(roomId, eventId, part, verdictOf(error));
      throw error;
    }
  }

  private async download({ mxc, keys }: Located): Promise<ArrayBuffer> {
    const answer = await get(this.session.http, mediaPath(mxc, 'download'));
    const bytes = await answer.arrayBuffer();
    return keys ? decryptAttachment(bytes, keys) : bytes;
  }

  /** The file decides the verdict of a message; a thumbnail counts only when it is bad. */
  private remember(roomId: string, eventId: string, part: 'file' | 'thumbnail', verdict: Verdict): void {
    const harmless = verdict.scan === 'clean' || verdict.scan === 'checking' || verdict.scan === 'unchecked';
    if (part === 'thumbnail' && harmless) return;
    this.verdicts.set(eventId, verdict);
    this.session.changes.emit('room', roomId);
  }
}

function verdictOf(error: EngineError): Verdict {
  if (error.code === 'infected') return { scan: 'infected', threats: error.threats ?? [] };
  if (error.code === 'could_not_be_scanned') return { scan: 'could_not_be_scanned', threats: [] };
  return UNCHECKED;
}

function locate(event: MatrixEvent, part: 'file' | 'thumbnail'): Located | null {
  const content = event.getContent();
  const info = (content.info ?? {}) as Record<string, unknown>;
  const encrypted = part === 'file' ? content.file : info.thumbnail_file;
  const plain = part === 'file' ? content.url : info.thumbnail_url;
  const typed = part === 'file' ? info.mimetype : (info.thumbnail_info as { mimetype?: unknown } | undefined)?.mimetype;
  const keys = readFileKeys(encrypted);
  const mxc = keys?.url ?? plain;
  if (typeof mxc !== 'string') return null;
  const name = typeof content.filename === 'string' ? content.filename : String(content.body ?? '');
  return { mxc, keys, name, mimeType: typeof typed === 'string' ? typed : 'application/octet-stream' };
}
