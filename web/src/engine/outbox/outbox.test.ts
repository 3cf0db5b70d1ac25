// SPDX-License-Identifier: EUPL-1.2
// The queue with a real IndexedDB and a server that fails on demand.
import 'fake-indexeddb/auto';
import { createClient, MatrixEvent, Room, RoomEvent } from 'matrix-js-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Emitter } from '../lib/emitter';
import { openHttp } from '../lib/http';
import { quietLogger } from '../lib/logger';
import { SessionStore } from '../lib/store';
import type { ConnectionState } from '../rpc/models';
import type { Changes, Session } from '../session';
import { Outbox } from './outbox';

const ROOM = '!room:a.example';
const ME = '@anna:a.example';
const text = (body: string) => ({ roomId: ROOM, type: 'm.room.message', content: { msgtype: 'm.text', body } });

type Answer = (txnId: string, body: { body?: string }) => Promise<Response> | Response;

/** A server that remembers transaction ids, as every Matrix server must. */
class Server {
  readonly events = new Map<string, string>();
  readonly requests: string[] = [];
  answer: Answer = (txnId) => this.accept(txnId);

  accept(txnId: string): Response {
    const eventId = this.events.get(txnId) ?? `$${this.events.size + 1}`;
    this.events.set(txnId, eventId);
    return Response.json({ event_id: eventId });
  }

  readonly fetch = async (input: unknown, init?: RequestInit): Promise<Response> => {
    const txnId = decodeURIComponent(String(input).split('/').at(-1) ?? '');
    const body = JSON.parse(String(init?.body ?? '{}')) as { body?: string };
    this.requests.push(body.body ?? txnId);
    return this.answer(txnId, body);
  };
}

let opened: { outbox: Outbox; store: SessionStore }[] = [];

async function open(server: Server, device: string, connection: ConnectionState = 'online') {
  const fetchFn = server.fetch as typeof fetch;
  const client = createClient({
    baseUrl: 'https://a.example',
    userId: ME,
    deviceId: device,
    fetchFn,
    logger: quietLogger,
  });
  client.store.storeRoom(new Room(ROOM, client, ME));
  const store = await SessionStore.open(device);
  const changes = new Emitter<Changes>();
  const saves: (() => () => void)[] = [];
  const session = {
    userId: ME,
    deviceId: device,
    client,
    http: openHttp('https://a.example', null),
    store,
    cache: { watchSaves: (begins: () => () => void) => void saves.push(begins) },
    changes,
    connection,
  } as unknown as Session;
  const outbox = new Outbox(session);
  await outbox.load();
  opened.push({ outbox, store });
  const connect = (state: ConnectionState) => {
    session.connection = state;
    changes.emit('connection', state);
  };
  const arrive = (key: string, eventId: string) => {
    const event = new MatrixEvent({ event_id: eventId, room_id: ROOM, sender: ME, unsigned: { transaction_id: key } });
    client.emit(RoomEvent.Timeline, event, undefined, undefined, false, {} as never);
  };
  const save = () => {
    for (const begins of saves) begins()();
  };
  return { outbox, store, connect, arrive, save };
}

const sendOf = (outbox: Outbox, key: string) =>
  outbox.ofRoom(ROOM).find((entry) => entry.record.key === key)?.send.state;
const fails = (status: number, errcode: string) => Response.json({ errcode, error: 'no' }, { status });

afterEach(() => {
  for (const { outbox, store } of opened) {
    outbox.stop();
    store.close();
  }
  opened = [];
});

describe('the queue', () => {
  it('sends in the order in which the person wrote', async () => {
    const server = new Server();
    const { outbox } = await open(server, 'ORDER');
    const keys: string[] = [];
    for (const body of ['one', 'two', 'three']) keys.push(await outbox.add(text(body)));
    await vi.waitFor(() => expect(sendOf(outbox, keys[2] ?? '')).toBe('sent'));
    expect(server.requests).toEqual(['one', 'two', 'three']);
    expect([...server.events.keys()]).toEqual(keys);
  });

  it('keeps what was written offline over a restart and sends it once', async () => {
    const server = new Server();
    const before = await open(server, 'RESTART', 'offline');
    const key = await before.outbox.add(text('kept'));
    expect(server.requests).toEqual([]);
    before.outbox.stop();

    const after = await open(server, 'RESTART', 'offline');
    expect(sendOf(after.outbox, key)).toBe('queued');
    expect(after.outbox.size).toBe(1);
    after.connect('online');
    await vi.waitFor(() => expect(sendOf(after.outbox, key)).toBe('sent'));
    expect([...server.events.keys()]).toEqual([key]);
    after.arrive(key, server.events.get(key) ?? '');
    after.save();
    expect(await after.store.outbox()).toEqual([]);
  });

  it('keeps what was sent until the cached timeline holds it, and sends it no second time', async () => {
    const server = new Server();
    const before = await open(server, 'SENT');
    const key = await before.outbox.add(text('just sent'));
    await vi.waitFor(() => expect(sendOf(before.outbox, key)).toBe('sent'));
    before.save();
    before.outbox.stop();

    const offline = await open(server, 'SENT', 'offline');
    expect(offline.outbox.ofRoom(ROOM)).toMatchObject([{ eventId: '$1', send: { state: 'sent' } }]);
    expect(offline.outbox.size).toBe(0);
    expect(offline.outbox.keyOf('$1')).toBe(key);
    offline.connect('online');
    expect(offline.outbox.ofRoom(ROOM)).toEqual([]);
    offline.save();
    await vi.waitFor(async () => expect(await offline.store.outbox()).toEqual([]));
    expect(server.requests).toEqual(['just sent']);
  });

  it('repeats under the same transaction id when the answer was lost', async () => {
    const server = new Server();
    let lost = true;
    server.answer = (txnId) => {
      const accepted = server.accept(txnId);
      if (!lost) return accepted;
      lost = false;
      throw new TypeError('network');
    };
    const { outbox, connect } = await open(server, 'LOST');
    const key = await outbox.add(text('once'));
    await vi.waitFor(() => expect(sendOf(outbox, key)).toBe('queued'));
    connect('offline');
    connect('online');
    await vi.waitFor(() => expect(sendOf(outbox, key)).toBe('sent'));
    expect(server.requests).toHaveLength(2);
    expect(server.events.size).toBe(1);
  });

  it('lets a refused message wait for the person and goes on with the next', async () => {
    const server = new Server();
    server.answer = (txnId, { body }) => (body === 'refused' ? fails(403, 'M_FORBIDDEN') : server.accept(txnId));
    const { outbox, store } = await open(server, 'REFUSED');
    const refused = await outbox.add(text('refused'));
    const next = await outbox.add(text('next'));
    await vi.waitFor(() => expect(sendOf(outbox, next)).toBe('sent'));
    expect(outbox.ofRoom(ROOM).find((entry) => entry.record.key === refused)?.send).toMatchObject({
      state: 'failed',
      error: { code: 'forbidden' },
    });
    const waiting = (await store.outbox()).filter((record) => !record.eventId);
    expect(waiting.map((record) => record.error?.code)).toEqual(['forbidden']);

    server.answer = (txnId) => server.accept(txnId);
    await outbox.retry(refused);
    await vi.waitFor(() => expect(sendOf(outbox, refused)).toBe('sent'));
  });

  it('waits as long as the server asks when it is too fast', async () => {
    const server = new Server();
    let first = true;
    server.answer = (txnId) => {
      if (!first) return server.accept(txnId);
      first = false;
      return Response.json({ errcode: 'M_LIMIT_EXCEEDED', error: 'slow', retry_after_ms: 5 }, { status: 429 });
    };
    const { outbox } = await open(server, 'LIMIT');
    const key = await outbox.add(text('fast'));
    await vi.waitFor(() => expect(sendOf(outbox, key)).toBe('sent'));
    expect(server.requests).toEqual(['fast', 'fast']);
  });

  it('holds a deletion back without holding up what is written meanwhile', async () => {
    const server = new Server();
    const { outbox } = await open(server, 'HELD');
    const deletion = { roomId: ROOM, type: 'm.room.redaction', content: {}, redacts: '$old' };
    const taken = await outbox.add({ ...deletion, holdMs: 60_000 });
    const short = await outbox.add({ ...deletion, holdMs: 1 });
    const written = await outbox.add(text('meanwhile'));
    await vi.waitFor(() => expect(sendOf(outbox, written)).toBe('sent'));
    await vi.waitFor(() => expect(sendOf(outbox, short)).toBe('sent'));
    expect(sendOf(outbox, taken)).toBe('held');
    await outbox.discard(taken);
    outbox.hurry(taken);
    const hurried = await outbox.add({ ...deletion, holdMs: 60_000 });
    outbox.hurry(hurried);
    await vi.waitFor(() => expect(sendOf(outbox, hurried)).toBe('sent'));
    expect(server.events.has(taken)).toBe(false);
  });

  it('forgets what was discarded', async () => {
    const server = new Server();
    const { outbox, store, connect } = await open(server, 'DISCARD', 'offline');
    const key = await outbox.add(text('never'));
    await outbox.discard(key);
    connect('online');
    const last = await outbox.add(text('last'));
    await vi.waitFor(() => expect(sendOf(outbox, last)).toBe('sent'));
    expect(server.requests).toEqual(['last']);
    expect((await store.outbox()).map((record) => record.key)).toEqual([last]);
  });
});
