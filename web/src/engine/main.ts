// SPDX-License-Identifier: EUPL-1.2
// Entry of the worker: as a shared worker for all tabs, or as the worker of the tab that leads.
import { Engine } from './engine';
import { LIFE_LOCK, TAKE_OVER_CHANNEL } from './rpc/locks';
import type { EngineMessage, PageMessage } from './rpc/protocol';
import { Page } from './rpc/server';

interface FromTab {
  from: string;
  message: PageMessage;
}

const isShared = 'onconnect' in self;
/** Only one engine may open the stores: a newer version asks the older one to let go. */
const engine = new Promise<Engine>((resolve) => {
  const channel = new BroadcastChannel(TAKE_OVER_CHANNEL);
  channel.postMessage('please');
  void navigator.locks.request(LIFE_LOCK, async () => {
    const started = new Engine(isShared ? 'shared_worker' : 'leader_tab');
    resolve(started);
    await new Promise<void>((letGo) => {
      channel.onmessage = () => void started.shutDown().then(letGo);
    });
  });
});

function receive(page: Page, message: PageMessage): void {
  void engine.then((ready) => ready.hub.receive(page, message));
}

if (isShared) {
  (self as unknown as { onconnect(event: MessageEvent): void }).onconnect = (event) => {
    const [port] = event.ports;
    if (!port) return;
    const page = new Page((message) => port.postMessage(message));
    port.onmessage = (received: MessageEvent<PageMessage>) => receive(page, received.data);
  };
} else {
  const pages = new Map<string, Page>();
  const worker = self as unknown as { postMessage(message: { to: string; message: EngineMessage }): void };
  self.onmessage = ({ data }: MessageEvent<FromTab>) => {
    const page = pages.get(data.from) ?? new Page((message) => worker.postMessage({ to: data.from, message }));
    pages.set(data.from, page);
    receive(page, data.message);
    if (data.message.t === 'bye') pages.delete(data.from);
  };
}
