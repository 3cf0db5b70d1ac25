// SPDX-License-Identifier: EUPL-1.2
// The engine: who is signed in, its state, and which services answer the pages.
import { recoveryNeed } from './crypto/status';
import { coalesce } from './lib/emitter';
import { toEngineError } from './lib/failures';
import { silenceLibrary } from './lib/logger';
import { SharedStore } from './lib/store';
import { wipeStores } from './lib/wipe';
import { wipePushDigest } from './notifications/push';
import { EngineError } from './rpc/errors';
import type { EngineHost, EngineStatus, StartParams } from './rpc/models';
import type { CallName, TopicName } from './rpc/protocol';
import { type EngineApi, type Handlers, Hub, type Page } from './rpc/server';
import { type EngineCallName, openServices, type Services, type SessionHandlers, type SessionTopics } from './services';
import { openSession, type Session, startSession, stopSession } from './session';

interface Running {
  params: StartParams;
  session: Session;
  services: Services;
}

type Handler = (params: unknown, page: Page) => Promise<unknown>;
type Source = (params: unknown, emit: (value: unknown) => void, fail: (error: EngineError) => void) => () => void;

const STATUS_MS = 20;
/** A session whose crypto library fails is opened again at most this often. */
const BROKEN_PAUSE_MS = 60_000;
/** Kept for the next start, which happens before any page has spoken. */
const THRIFT = 'thrift';

export class Engine implements EngineApi {
  readonly hub = new Hub(this);
  private readonly own = this.ownHandlers();
  private running: Running | null = null;
  private status: EngineStatus;
  private readonly statusListeners = new Set<(status: EngineStatus) => void>();
  private readonly focus = new Map<Page, string>();
  private readonly tellStatus = coalesce(() => this.emitStatus(), STATUS_MS);
  /** Session changes run one after another. */
  private turn: Promise<unknown>;
  private shared: SharedStore | null = null;
  private brokenAt = Number.NEGATIVE_INFINITY;

  constructor(host: EngineHost) {
    silenceLibrary();
    this.status = signedOut(host, 'starting');
    this.turn = this.resume();
    self.addEventListener('online', () => this.running?.session.client.retryImmediately());
  }

  async call(name: CallName, params: unknown, page: Page): Promise<unknown> {
    const own = this.own[name as EngineCallName] as Handler | undefined;
    if (own) return own(params, page);
    // A session that is being opened or closed is waited for.
    await this.turn;
    if (!this.running) throw new EngineError('not_signed_in', 'Nobody is signed in.');
    const handler = this.running.services.handlers[name as keyof SessionHandlers] as Handler | undefined;
    if (!handler) throw new EngineError('not_supported', `The engine knows no call ${name}.`);
    return handler(params, page);
  }

  /** Without a session a topic stays silent; `reopenAll` opens it when one begins. */
  open(
    topic: TopicName,
    params: unknown,
    emit: (value: unknown) => void,
    fail: (error: EngineError) => void,
  ): () => void {
    if (topic === 'engine') return this.statusTopic(emit);
    const source = this.running?.services.topics[topic as keyof SessionTopics] as Source | undefined;
    return source ? source(params, emit, fail) : () => undefined;
  }

  pageLeft(page: Page): void {
    this.focus.delete(page);
    void this.running?.session.cache.saveNow();
  }

  /** Another version of the client takes the stores over. */
  async shutDown(): Promise<void> {
    await this.inTurn(() => this.stop());
    this.set({
      ...signedOut(this.status.host, 'error'),
      error: new EngineError('engine_unavailable', 'A newer version runs.').toData(),
    });
    this.hub.broadcast({ type: 'reload_needed' });
  }

  private async resume(): Promise<void> {
    try {
      this.shared = await SharedStore.open();
      const params = await this.shared.session();
      await wipeStores(params);
      if (params) await this.openSession(params);
      else this.set(signedOut(this.status.host, 'signed_out'));
    } catch (reason) {
      this.fail(reason);
    }
  }

  private async openSession(params: StartParams): Promise<void> {
    const { userId, deviceId, homeserver } = params;
    this.set({
      ...signedOut(this.status.host, 'loading'),
      userId,
      deviceId,
      homeserver,
      cookieSession: !params.accessToken,
    });
    try {
      const thrifty = (await this.sharedStore().get<boolean>(THRIFT)) === true;
      const session = await openSession(params, thrifty);
      const services = await openServices(session, this.sharedStore(), {
        isWatched: (roomId) => this.isWatched(roomId),
        tell: (event) => this.hub.tellOne(event),
        announce: (event) => this.hub.broadcast(event),
      });
      this.running = { params, session, services };
      this.follow(this.running);
      this.hub.reopenAll();
      // Not awaited: the first answer of the server may be long in coming, the cache is shown before it.
      void startSession(session, () => this.onBroken(session)).catch((reason: unknown) => {
        // A session that was closed while it began fails, and nobody waits for it any more.
        if (this.running?.session === session) this.fail(reason);
      });
    } catch (reason) {
      this.fail(reason, 'storage_unavailable');
    }
  }

  private follow({ session, services }: Running): void {
    session.changes.on('connection', () => this.onConnection(session));
    session.changes.on('ended', () => this.onEnded(session));
    session.changes.on('outbox', () => this.set({ ...this.status, queuedSends: services.outbox.size }));
    services.crypto.changed.on('status', (status) => this.set({ ...this.status, recovery: recoveryNeed(status) }));
    this.set({ ...this.status, queuedSends: services.outbox.size });
  }

  private onConnection(session: Session): void {
    if (session !== this.running?.session || this.status.phase === 'session_ended') return;
    const { connection } = session;
    const offlineSince = connection === 'offline' ? (this.status.offlineSince ?? Date.now()) : null;
    const phase = session.loaded ? 'running' : this.status.phase;
    this.set({ ...this.status, phase, connection, offlineSince });
  }

  private onEnded(session: Session): void {
    if (session !== this.running?.session || this.status.phase === 'session_ended') return;
    session.client.stopClient();
    this.set({ ...this.status, phase: 'session_ended', connection: 'offline' });
    this.hub.broadcast({ type: 'session_ended' });
  }

  private async stop(): Promise<void> {
    const { running } = this;
    this.running = null;
    if (!running) return;
    await running.services.stop();
    await stopSession(running.session);
  }

  private async start(params: StartParams): Promise<EngineStatus> {
    const same = this.running?.params.userId === params.userId && this.running.params.deviceId === params.deviceId;
    if (same && this.status.phase !== 'session_ended' && this.status.phase !== 'error') return this.status;
    if (this.running && !same) await this.wipe();
    await this.stop();
    await this.sharedStore().setSession(params);
    await this.openSession(params);
    if (this.status.error) throw EngineError.fromData(this.status.error);
    return this.status;
  }

  /** What sync asks for is settled when it begins, so a running session is opened again. */
  private async setThrift(thrifty: boolean): Promise<null> {
    const before = (await this.sharedStore().get<boolean>(THRIFT)) === true;
    if (before === thrifty) return null;
    await this.sharedStore().set(THRIFT, thrifty);
    await this.reopen();
    return null;
  }

  private async reopen(): Promise<void> {
    const { running } = this;
    if (!running || this.status.phase === 'session_ended') return;
    await this.stop();
    await this.openSession(running.params);
  }

  /** The crypto library could not take what came; a session that is being closed needs no other one. */
  private onBroken(session: Session): boolean {
    if (session !== this.running?.session) return true;
    // What fails again at once would fail for ever: the rest of the sync is worth more than this part.
    if (Date.now() - this.brokenAt < BROKEN_PAUSE_MS) return false;
    this.brokenAt = Date.now();
    void this.inTurn(() => this.reopen());
    return true;
  }

  private async signOut(): Promise<null> {
    if (this.running && this.status.phase !== 'session_ended') {
      // The person wants to leave this device in any case; the server may be out of reach.
      await this.running.session.client.logout(true).catch(() => undefined);
    }
    return this.wipe();
  }

  private async wipe(): Promise<null> {
    await this.sharedStore().setSession(null);
    await this.stop();
    await wipeStores(null);
    await wipePushDigest();
    this.set(signedOut(this.status.host, 'signed_out'));
    this.hub.reopenAll();
    return null;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.turn.then(work, work);
    this.turn = next.catch(() => undefined);
    return next;
  }

  private ownHandlers(): Pick<Handlers, EngineCallName> {
    return {
      'session.start': (params) => this.inTurn(() => this.start(params)),
      'session.signOut': () => this.inTurn(() => this.signOut()),
      'session.wipe': () => this.inTurn(() => this.wipe()),
      'session.setThrift': ({ thrifty }) => this.inTurn(() => this.setThrift(thrifty)),
      'session.retryConnection': async () => {
        this.running?.session.client.retryImmediately();
        return null;
      },
      'view.focus': async ({ roomId, visible }, page) => {
        page.visible = visible;
        // Fails without a connection; the mark then stays until the chat is opened again.
        if (roomId && visible && this.focus.get(page) !== roomId)
          void this.running?.services.markers.clearMark(roomId).catch(() => undefined);
        if (roomId && visible) this.focus.set(page, roomId);
        else this.focus.delete(page);
        return null;
      },
    };
  }

  private statusTopic(emit: (value: unknown) => void): () => void {
    emit(this.status);
    this.statusListeners.add(emit);
    return () => this.statusListeners.delete(emit);
  }

  private isWatched(roomId: string): boolean {
    return [...this.focus.values()].includes(roomId);
  }

  private sharedStore(): SharedStore {
    if (!this.shared) throw new EngineError('storage_unavailable', 'The browser refused storage.');
    return this.shared;
  }

  private fail(reason: unknown, code: 'internal' | 'storage_unavailable' = 'storage_unavailable'): void {
    this.set({ ...this.status, phase: 'error', error: toEngineError(reason, code).toData() });
  }

  private set(status: EngineStatus): void {
    this.status = status;
    this.tellStatus();
  }

  private emitStatus(): void {
    for (const listener of this.statusListeners) listener(this.status);
  }
}

function signedOut(host: EngineHost, phase: EngineStatus['phase']): EngineStatus {
  return {
    phase,
    connection: 'connecting',
    recovery: 'unknown',
    userId: null,
    deviceId: null,
    homeserver: null,
    offlineSince: null,
    cookieSession: false,
    queuedSends: 0,
    host,
    error: null,
  };
}
