// SPDX-License-Identifier: EUPL-1.2
// The engine's side of the protocol: serves any number of pages.
import { toEngineError } from '../lib/failures';
import type { EngineError } from './errors';
import { diff } from './patch';
import {
  type CallName,
  type CallParams,
  type CallResult,
  type EngineEvent,
  type EngineMessage,
  type PageMessage,
  PROTOCOL_VERSION,
  type TopicName,
  type TopicParams,
  type TopicValue,
} from './protocol';

export type Handlers = { [N in CallName]: (params: CallParams<N>, page: Page) => Promise<CallResult<N>> };

/** Calls back with every value until the returned function is called. */
export type TopicSource<N extends TopicName> = (
  params: TopicParams<N>,
  emit: (value: TopicValue<N>) => void,
  fail: (error: EngineError) => void,
) => () => void;
export type Topics = { [N in TopicName]: TopicSource<N> };

interface Subscription {
  topic: TopicName;
  params: unknown;
  last: unknown;
  close(): void;
}

/** One connected page. */
export class Page {
  readonly subscriptions = new Map<number, Subscription>();
  lastUsed = Date.now();
  visible = false;

  constructor(readonly send: (message: EngineMessage) => void) {}
}

export interface EngineApi {
  call(name: CallName, params: unknown, page: Page): Promise<unknown>;
  /** Answers the function that ends the subscription. */
  open(
    topic: TopicName,
    params: unknown,
    emit: (value: unknown) => void,
    fail: (error: EngineError) => void,
  ): () => void;
  /** A page went away. */
  pageLeft(page: Page): void;
}

export class Hub {
  readonly pages = new Set<Page>();

  constructor(private readonly api: EngineApi) {}

  receive(page: Page, message: PageMessage): void {
    page.lastUsed = Date.now();
    this.pages.add(page);
    switch (message.t) {
      case 'hello':
        this.closeAll(page);
        page.send({ t: 'welcome', version: PROTOCOL_VERSION });
        if (message.lifeline) this.watch(page, message.lifeline);
        break;
      case 'call':
        void this.answer(page, message.id, message.name, message.params);
        break;
      case 'subscribe':
        this.subscribe(page, message.id, message.topic, message.params);
        break;
      case 'unsubscribe':
        page.subscriptions.get(message.id)?.close();
        page.subscriptions.delete(message.id);
        break;
      case 'bye':
        this.drop(page);
    }
  }

  /** A page that crashed says no good-bye, but its lock becomes free. */
  private watch(page: Page, lifeline: string): void {
    void navigator.locks.request(lifeline, { mode: 'shared' }, () => this.drop(page));
  }

  private drop(page: Page): void {
    this.closeAll(page);
    if (this.pages.delete(page)) this.api.pageLeft(page);
  }

  broadcast(event: EngineEvent): void {
    for (const page of this.pages) page.send({ t: 'event', event });
  }

  /** For what must happen once: the visible page, else the one used last. */
  tellOne(event: EngineEvent): void {
    const [first] = [...this.pages].sort((a, b) => Number(b.visible) - Number(a.visible) || b.lastUsed - a.lastUsed);
    first?.send({ t: 'event', event });
  }

  /** Another session began or ended: every topic is opened anew. */
  reopenAll(): void {
    for (const page of this.pages) {
      for (const [id, old] of page.subscriptions) {
        if (old.topic === 'engine') continue;
        old.close();
        this.subscribe(page, id, old.topic, old.params);
      }
    }
  }

  private async answer(page: Page, id: number, name: CallName, params: unknown): Promise<void> {
    try {
      page.send({ t: 'result', id, value: await this.api.call(name, params, page) });
    } catch (reason) {
      page.send({ t: 'error', id, error: toEngineError(reason).toData() });
    }
  }

  private subscribe(page: Page, id: number, topic: TopicName, params: unknown): void {
    const subscription: Subscription = { topic, params, last: undefined, close: () => undefined };
    page.subscriptions.set(id, subscription);
    const current = () => page.subscriptions.get(id) === subscription;
    const emit = (value: unknown) => {
      if (current()) deliver(page, id, subscription, value);
    };
    const fail = (error: EngineError) => {
      if (current()) page.send({ t: 'error', id, error: error.toData() });
    };
    subscription.close = this.api.open(topic, params, emit, fail);
  }

  private closeAll(page: Page): void {
    for (const subscription of page.subscriptions.values()) subscription.close();
    page.subscriptions.clear();
  }
}

function deliver(page: Page, id: number, subscription: Subscription, value: unknown): void {
  if (subscription.last === undefined) {
    page.send({ t: 'value', id, value });
  } else {
    const patch = diff(subscription.last, value);
    if (!patch) return;
    page.send({ t: 'patch', id, patch });
  }
  subscription.last = value;
}
