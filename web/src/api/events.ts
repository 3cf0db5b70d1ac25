// SPDX-License-Identifier: EUPL-1.2
// News from the server (SSE), received by one tab and told to all: HTTP/1.1 allows only six connections.

export type ServerEvent = 'directory.changed' | 'devices.changed' | 'session.ended';
type Listener = (event: ServerEvent) => void;

const NAMES: readonly ServerEvent[] = ['directory.changed', 'devices.changed', 'session.ended'];
const CHANNEL = 'chancery.server-events';
const LOCK = 'chancery.server-events';

function openSource(tell: Listener): EventSource {
  const source = new EventSource('/api/v1/events');
  for (const name of NAMES) source.addEventListener(name, () => tell(name));
  return source;
}

/** Calls `listener` until the returned function is called; the tab that holds the lock does the receiving. */
export function listenToServer(listener: Listener): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  const stop = new AbortController();
  channel.onmessage = ({ data }: MessageEvent<ServerEvent>) => listener(data);
  const receive = () =>
    new Promise<void>((release) => {
      const source = openSource((event) => {
        listener(event);
        channel.postMessage(event);
      });
      stop.signal.addEventListener('abort', () => {
        source.close();
        release();
      });
    });
  navigator.locks.request(LOCK, { signal: stop.signal }, receive).catch(() => undefined);
  return () => {
    stop.abort();
    channel.close();
  };
}
