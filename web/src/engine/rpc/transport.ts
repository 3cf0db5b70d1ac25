// SPDX-License-Identifier: EUPL-1.2
// How a page reaches the engine: a shared worker, or a worker in the tab that leads.
import { LEADER_LOCK, LIFE_LOCK, PAGES_CHANNEL } from './locks';
import type { EngineMessage, PageMessage } from './protocol';

export interface Transport {
  post(message: PageMessage): void;
  close(): void;
}

export interface TransportEvents {
  onMessage(message: EngineMessage): void;
  /** A new engine answers from now on: say hello and subscribe again. */
  onFresh(): void;
  /** No engine can be started here. */
  onDead(reason: string): void;
}

export type OpenTransport = (events: TransportEvents) => Transport;

const WORKER_NAME = 'chancery-engine';
/** News of a take-over travels beside the lock and may come a moment after it. */
const SETTLE_MS = 500;

/** What travels on the channel between follower tabs and the leading tab. */
export type ChannelMessage =
  | { from: string; message: PageMessage }
  | { to: string; message: EngineMessage }
  | { leader: 'ready' }
  | { leader: 'who' };

export function openTransport(events: TransportEvents): Transport {
  if (typeof SharedWorker === 'undefined') return openLeaderTransport(events);
  return openSharedWorker(events);
}

function openSharedWorker(events: TransportEvents): Transport {
  let fallback: Transport | null = null;
  let retired = false;
  let port: MessagePort | null = null;

  const start = () => {
    const worker = new SharedWorker(new URL('../main.ts', import.meta.url), { type: 'module', name: WORKER_NAME });
    port = worker.port;
    port.onmessage = ({ data }: MessageEvent<EngineMessage>) => {
      if (data.t === 'welcome') void watchLife(restart);
      if (data.t === 'event' && data.event.type === 'reload_needed') retired = true;
      events.onMessage(data);
    };
    worker.onerror = () => {
      // Browsers that know SharedWorker but not module scripts in it report an error on start.
      fallback ??= openLeaderTransport(events);
    };
    port.start();
    queueMicrotask(events.onFresh);
  };
  // Not after a newer version has taken over: starting the old one again would only take the stores back.
  const restart = () => {
    if (!retired) start();
  };
  start();
  return {
    post: (message) => (fallback ? fallback.post(message) : port?.postMessage(message)),
    close: () => {
      retired = true;
      fallback?.close();
      port?.close();
    },
  };
}

/** The engine holds this lock as long as it lives; browsers tell of a crashed shared worker in no other way. */
async function watchLife(onDeath: () => void): Promise<void> {
  await navigator.locks.request(LIFE_LOCK, { mode: 'shared' }, () => undefined);
  setTimeout(onDeath, SETTLE_MS);
}

/**
 * One tab holds the lock and runs the engine in a dedicated worker; the others talk to it through a channel.
 * When the leader goes, the browser gives the lock to the next tab, which starts an engine and announces itself.
 */
export function openLeaderTransport(events: TransportEvents): Transport {
  const self = crypto.randomUUID();
  const channel = new BroadcastChannel(PAGES_CHANNEL);
  const stop = new AbortController();
  let worker: Worker | null = null;
  let release: (() => void) | null = null;

  channel.onmessage = (event: MessageEvent<ChannelMessage>) => {
    const data = event.data;
    if ('leader' in data) {
      if (data.leader === 'ready' && !worker) events.onFresh();
      if (data.leader === 'who' && worker) channel.postMessage({ leader: 'ready' });
    } else if ('from' in data) worker?.postMessage(data);
    else if (data.to === self) events.onMessage(data.message);
  };

  const lead = async () => {
    worker = new Worker(new URL('../main.ts', import.meta.url), { type: 'module', name: WORKER_NAME });
    worker.onmessage = (event: MessageEvent<{ to: string; message: EngineMessage }>) => {
      if (event.data.to === self) events.onMessage(event.data.message);
      else channel.postMessage(event.data);
    };
    worker.onerror = (event) => events.onDead(event.message);
    channel.postMessage({ leader: 'ready' });
    events.onFresh();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  navigator.locks.request(LEADER_LOCK, { signal: stop.signal }, lead).catch((error: unknown) => {
    if (!stop.signal.aborted) events.onDead(String(error));
  });
  channel.postMessage({ leader: 'who' });

  return {
    post: (message) => {
      if (worker) worker.postMessage({ from: self, message });
      else channel.postMessage({ from: self, message });
    },
    close: () => {
      stop.abort();
      worker?.terminate();
      release?.();
      channel.close();
    },
  };
}
