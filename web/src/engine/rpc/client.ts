// SPDX-License-Identifier: EUPL-1.2
// The page's side of the engine: calls, shared subscriptions and events.
import { EngineError, type EngineErrorData } from './errors';
import { PAGE_LOCK } from './locks';
import { applyPatch } from './patch';
import {
  type CallName,
  type CallParams,
  type CallResult,
  type EngineEvent,
  type EngineMessage,
  PROTOCOL_VERSION,
  type TopicName,
  type TopicParams,
  type TopicValue,
} from './protocol';
import { type OpenTransport, openTransport, type Transport } from './transport';

export interface Snapshot<V> {
  /** Undefined until the first value has come. */
  value: V | undefined;
  error: EngineError | null;
}

/** A topic that many components may watch at once; only one subscription crosses the port. */
export interface Watch<V> {
  get(): Snapshot<V>;
  subscribe(onChange: () => void): () => void;
}

export interface Engine {
  call<N extends CallName>(name: N, params: CallParams<N>): Promise<CallResult<N>>;
  watch<N extends TopicName>(topic: N, params: TopicParams<N>): Watch<TopicValue<N>>;
  /** `watch` for callers outside React. */
  subscribe<N extends TopicName>(
    topic: N,
    params: TopicParams<N>,
    onValue: (value: TopicValue<N>) => void,
    onError?: (error: EngineError) => void,
  ): () => void;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  close(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: EngineError): void;
}

interface Channel {
  id: number;
  topic: TopicName;
  params: unknown;
  snapshot: Snapshot<unknown>;
  listeners: Set<() => void>;
}

/** Keeps a topic alive for a moment after its last watcher, so that moving between views does not reload it. */
const LINGER_MS = 2000;

class PageEngine implements Engine {
  private transport: Transport | null = null;
  private lifeline: string | null = null;
  private endLife: () => void = () => undefined;
  private closed = false;
  private readonly pending = new Map<number, Pending>();
  private readonly channels = new Map<string, Channel>();
  private readonly byId = new Map<number, Channel>();
  private readonly eventListeners = new Set<(event: EngineEvent) => void>();
  private nextId = 1;
  private alive = false;
  private unsent: (() => void)[] = [];

  constructor(private readonly open: OpenTransport) {
    globalThis.addEventListener?.('pagehide', this.leave);
    globalThis.addEventListener?.('pageshow', this.comeBack);
    if (navigator.locks) this.beginWithLifeline();
    else this.begin();
  }

  /** The engine learns from this lock that the page is gone, even when it crashed and said nothing. */
  private beginWithLifeline(): void {
    const name = `${PAGE_LOCK}${crypto.randomUUID()}`;
    const live = new Promise<void>((resolve) => {
      this.endLife = resolve;
    });
    void navigator.locks.request(name, () => {
      this.lifeline = name;
      this.begin();
      return live;
    });
  }

  private begin(): void {
    if (this.closed) return;
    this.transport = this.open({
      onMessage: (message) => this.receive(message),
      onFresh: () => this.restart(),
      onDead: (reason) => this.fail(reason),
    });
  }

  call<N extends CallName>(name: N, params: CallParams<N>): Promise<CallResult<N>> {
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      this.pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.whenAlive(() => this.transport?.post({ t: 'call', id, name, params }));
    });
  }

  watch<N extends TopicName>(topic: N, params: TopicParams<N>): Watch<TopicValue<N>> {
    const key = `${topic} ${JSON.stringify(params)}`;
    return {
      get: () => (this.channels.get(key)?.snapshot ?? EMPTY) as Snapshot<TopicValue<N>>,
      subscribe: (onChange) => this.attach(key, topic, params, onChange),
    };
  }

  subscribe<N extends TopicName>(
    topic: N,
    params: TopicParams<N>,
    onValue: (value: TopicValue<N>) => void,
    onError?: (error: EngineError) => void,
  ): () => void {
    const watch = this.watch(topic, params);
    const tell = () => {
      const { value, error } = watch.get();
      if (error) onError?.(error);
      else if (value !== undefined) onValue(value);
    };
    const stop = watch.subscribe(tell);
    tell();
    return stop;
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  close(): void {
    globalThis.removeEventListener?.('pagehide', this.leave);
    globalThis.removeEventListener?.('pageshow', this.comeBack);
    this.closed = true;
    this.leave();
    this.transport?.close();
    this.endLife();
  }

  private attach(key: string, topic: TopicName, params: unknown, onChange: () => void): () => void {
    const channel = this.channels.get(key) ?? this.openChannel(key, topic, params);
    const listener = () => onChange();
    channel.listeners.add(listener);
    return () => {
      channel.listeners.delete(listener);
      setTimeout(() => this.closeIfIdle(key, channel), LINGER_MS);
    };
  }

  private openChannel(key: string, topic: TopicName, params: unknown): Channel {
    const channel: Channel = { id: this.nextId++, topic, params, snapshot: EMPTY, listeners: new Set() };
    this.channels.set(key, channel);
    this.byId.set(channel.id, channel);
    if (this.alive) this.transport?.post({ t: 'subscribe', id: channel.id, topic, params });
    return channel;
  }

  private closeIfIdle(key: string, channel: Channel): void {
    if (channel.listeners.size > 0 || this.channels.get(key) !== channel) return;
    this.channels.delete(key);
    this.byId.delete(channel.id);
    if (this.alive) this.transport?.post({ t: 'unsubscribe', id: channel.id });
  }

  private receive(message: EngineMessage): void {
    switch (message.t) {
      case 'welcome':
        if (message.version !== PROTOCOL_VERSION) this.emit({ type: 'reload_needed' });
        break;
      case 'result':
        this.take(message.id)?.resolve(message.value);
        break;
      case 'error':
        this.receiveError(message.id, message.error);
        break;
      case 'value':
        this.update(message.id, () => message.value);
        break;
      case 'patch':
        this.update(message.id, (before) => applyPatch(before, message.patch));
        break;
      case 'event':
        this.emit(message.event);
    }
  }

  private receiveError(id: number, data: EngineErrorData): void {
    const error = EngineError.fromData(data);
    const channel = this.byId.get(id);
    if (channel) this.change(channel, { value: channel.snapshot.value, error });
    else this.take(id)?.reject(error);
  }

  private update(id: number, next: (before: unknown) => unknown): void {
    const channel = this.byId.get(id);
    if (channel) this.change(channel, { value: next(channel.snapshot.value), error: null });
  }

  private change(channel: Channel, snapshot: Snapshot<unknown>): void {
    channel.snapshot = snapshot;
    for (const listener of channel.listeners) listener();
  }

  private emit(event: EngineEvent): void {
    for (const listener of this.eventListeners) listener(event);
  }

  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  /** A new engine knows nothing of this page: calls on their way are lost, topics are asked for again. */
  private restart(): void {
    if (this.alive) this.rejectAll('The engine moved to another tab.');
    this.alive = true;
    this.transport?.post({ t: 'hello', version: PROTOCOL_VERSION, lifeline: this.lifeline });
    for (const channel of this.channels.values()) {
      this.transport?.post({ t: 'subscribe', id: channel.id, topic: channel.topic, params: channel.params });
    }
    for (const send of this.unsent.splice(0)) send();
  }

  private fail(reason: string): void {
    this.rejectAll(reason);
    const error = new EngineError('engine_unavailable', reason);
    for (const channel of this.channels.values()) this.change(channel, { value: channel.snapshot.value, error });
  }

  private rejectAll(reason: string): void {
    for (const pending of this.pending.values()) pending.reject(new EngineError('engine_unavailable', reason));
    this.pending.clear();
  }

  private whenAlive(send: () => void): void {
    if (this.alive) send();
    else this.unsent.push(send);
  }

  private readonly leave = (): void => {
    this.transport?.post({ t: 'bye' });
  };

  private readonly comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted) this.restart();
  };
}

const EMPTY: Snapshot<never> = { value: undefined, error: null };

let shared: Engine | null = null;

/** The page's one connection; opened at the first use. */
export function connect(): Engine {
  shared ??= openEngine(openTransport);
  return shared;
}

/** A separate connection; for tests and for choosing the transport. */
export function openEngine(open: OpenTransport): Engine {
  return new PageEngine(open);
}
