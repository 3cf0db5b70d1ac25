// SPDX-License-Identifier: EUPL-1.2
// The page's side of the port against a real hub, with engines that come and go.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEngine } from './client';
import { EngineError } from './errors';
import type { EngineMessage } from './protocol';
import { type EngineApi, Hub, Page } from './server';
import type { TransportEvents } from './transport';

type Emit = (value: unknown) => void;

/** An engine with one topic, whose calls can be held back. */
class FakeEngine implements EngineApi {
  readonly hub = new Hub(this);
  readonly opened: Emit[] = [];
  readonly asked: string[] = [];
  closed = 0;
  value: unknown = { phase: 'running', list: [{ key: 'a' }] };

  async call(name: string): Promise<unknown> {
    this.asked.push(name);
    if (name === 'rooms.leave') throw new EngineError('forbidden', 'no', { matrixCode: 'M_FORBIDDEN' });
    if (name === 'rooms.join') return new Promise(() => undefined);
    return { key: 'k1' };
  }

  open(_topic: string, _params: unknown, emit: Emit): () => void {
    this.opened.push(emit);
    emit(this.value);
    return () => {
      this.closed += 1;
    };
  }

  pageLeft(): void {
    this.closed += 100;
  }
}

function connectTo(first: FakeEngine) {
  let current = first;
  let events: TransportEvents | null = null;
  let page: Page | null = null;
  const attach = (engine: FakeEngine) => {
    current = engine;
    page = new Page((message) => events?.onMessage(structuredClone(message) as EngineMessage));
  };
  const client = openEngine((given) => {
    events = given;
    attach(first);
    return { post: (message) => page && current.hub.receive(page, structuredClone(message)), close: () => undefined };
  });
  events = events as TransportEvents | null;
  events?.onFresh();
  return {
    client,
    handOver(engine: FakeEngine) {
      attach(engine);
      events?.onFresh();
    },
  };
}

describe('the page client', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('answers calls and turns failures into typed errors', async () => {
    const { client } = connectTo(new FakeEngine());
    await expect(client.call('messages.sendText', { roomId: '!r', text: 'x' })).resolves.toEqual({ key: 'k1' });
    const error = await client.call('rooms.leave', { roomId: '!r' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code: 'forbidden', matrixCode: 'M_FORBIDDEN', retryable: false });
  });

  it('shares one subscription among watchers and follows patches', () => {
    const engine = new FakeEngine();
    const { client } = connectTo(engine);
    const seen: unknown[] = [];
    const stops = [
      client.subscribe('engine', {}, (value) => seen.push(value)),
      client.subscribe('engine', {}, () => undefined),
    ];
    expect(engine.opened).toHaveLength(1);
    engine.opened[0]?.({ phase: 'running', list: [{ key: 'a' }, { key: 'b' }] });
    expect(seen.at(-1)).toEqual({ phase: 'running', list: [{ key: 'a' }, { key: 'b' }] });
    for (const stop of stops) stop();
  });

  it('keeps a topic for a moment and then lets it go', () => {
    const engine = new FakeEngine();
    const { client } = connectTo(engine);
    client.subscribe('engine', {}, () => undefined)();
    expect(engine.closed).toBe(0);
    vi.runAllTimers();
    expect(engine.closed).toBe(1);
  });

  it('subscribes again at a new engine and refuses calls that were on their way', async () => {
    const { client, handOver } = connectTo(new FakeEngine());
    const seen: unknown[] = [];
    client.subscribe('engine', {}, (value) => seen.push(value));
    const lost = client.call('rooms.join', { roomIdOrAlias: '!r' }).catch((reason: EngineError) => reason.code);
    const next = new FakeEngine();
    next.value = { phase: 'loading', list: [] };
    handOver(next);
    expect(await lost).toBe('engine_unavailable');
    expect(seen.at(-1)).toEqual({ phase: 'loading', list: [] });
    await expect(client.call('rooms.getDraft', { roomId: '!r' })).resolves.toEqual({ key: 'k1' });
  });

  it('lets go of a page that vanished without a word', () => {
    let free: () => void = () => undefined;
    vi.stubGlobal('navigator', {
      locks: { request: (_name: string, _mode: object, granted: () => void) => (free = granted) },
    });
    const engine = new FakeEngine();
    const page = new Page(() => undefined);
    engine.hub.receive(page, { t: 'hello', version: 1, lifeline: 'page-1' });
    engine.hub.receive(page, { t: 'subscribe', id: 1, topic: 'engine', params: {} });
    expect(engine.closed).toBe(0);
    free();
    expect(engine.hub.pages.size).toBe(0);
    expect(engine.closed).toBe(101);
    vi.unstubAllGlobals();
  });
});
