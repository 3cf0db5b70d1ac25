// SPDX-License-Identifier: EUPL-1.2
// Room keys that arrive while the worker ends, with the real crypto library on a real IndexedDB.
import 'fake-indexeddb/auto';
import * as Olm from '@matrix-org/matrix-sdk-crypto-wasm';
import { createClient, type IToDeviceEvent, type MatrixClient } from 'matrix-js-sdk';
import type { SyncCryptoCallbacks } from 'matrix-js-sdk/lib/common-crypto/CryptoBackend';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SyncCache } from '../lib/cache';
import { quietLogger } from '../lib/logger';
import { SessionStore } from '../lib/store';
import { guardIntake, mendIntake } from './intake';

const ELENA = '@elena:a.example';
const CARMEN = '@carmen:a.example';
const DEVICE = 'CARMENS';
const PREFIX = 'test-crypto';

type Json = Record<string, unknown>;

/** What Carmen's device has uploaded; a device asks for nothing else here. */
let uploaded: { device_keys?: Json; one_time_keys?: Json } = {};
let carmen: Device;
let elena: Elena;

async function answer(input: unknown, init?: RequestInit): Promise<Response> {
  if (String(input).includes('/keys/upload')) {
    uploaded = { ...uploaded, ...JSON.parse(String(init?.body)) };
    return Response.json({ one_time_key_counts: { signed_curve25519: 50 } });
  }
  if (String(input).includes('/keys/query')) return Response.json({ device_keys: {}, failures: {} });
  return Response.json({ errcode: 'M_NOT_FOUND', error: 'nothing here' }, { status: 404 });
}

/** Carmen's device between one start and the end of its worker. */
class Device {
  stopped = false;
  private constructor(
    readonly client: MatrixClient,
    readonly cache: SyncCache,
    private readonly store: SessionStore,
  ) {}

  static async start({ mended = true } = {}): Promise<Device> {
    const cache = new SyncCache('test-sync');
    const client = createClient({
      baseUrl: 'https://a.example',
      userId: CARMEN,
      deviceId: DEVICE,
      accessToken: 'token',
      store: cache,
      fetchFn: answer as typeof fetch,
      logger: quietLogger,
    });
    const store = await SessionStore.open('test-session');
    if (mended) await mendIntake(store, PREFIX);
    await client.initRustCrypto({ cryptoDatabasePrefix: PREFIX });
    (client.getCrypto() as unknown as SyncCryptoCallbacks).onSyncCompleted({});
    const device = new Device(client, cache, store);
    const onBroken = () => {
      device.stopped = true;
      return true;
    };
    guardIntake({ client, cache, store, prefix: PREFIX, onBroken });
    return device;
  }

  async receive(event: IToDeviceEvent): Promise<void> {
    const crypto = this.client.getCrypto() as unknown as SyncCryptoCallbacks;
    const counts = { signed_curve25519: 50 };
    await crypto.processSyncChanges({ toDeviceEvents: [event], oneTimeKeysCounts: counts });
  }

  async sessions(): Promise<string[]> {
    const keys = await this.client.getCrypto()?.exportRoomKeys();
    return (keys ?? []).map((key) => key.session_id).sort();
  }

  note(): Promise<unknown> {
    return this.store.get('crypto.intake');
  }

  setNote(note: unknown): Promise<void> {
    return this.store.set('crypto.intake', note);
  }

  end(): void {
    this.client.stopClient();
    this.store.close();
  }
}

/** The one who writes. */
class Elena {
  private constructor(private readonly machine: Olm.OlmMachine) {}

  static async meet(): Promise<Elena> {
    const machine = await Olm.OlmMachine.initialize(new Olm.UserId(ELENA), new Olm.DeviceId('ELENAS'));
    const elena = new Elena(machine);
    await machine.updateTrackedUsers([new Olm.UserId(CARMEN)]);
    const found = { device_keys: { [CARMEN]: { [DEVICE]: uploaded.device_keys } }, failures: {} };
    for (const request of await machine.outgoingRequests()) {
      const said = request.type === Olm.RequestType.KeysUpload ? { one_time_key_counts: {} } : found;
      await machine.markRequestAsSent(request.id ?? '', request.type, JSON.stringify(said));
    }
    return elena;
  }

  /** Shares the key of a new room with Carmen. */
  async share(room: string): Promise<IToDeviceEvent> {
    await this.claim();
    const settings = new Olm.EncryptionSettings();
    const users = [new Olm.UserId(CARMEN)];
    const requests = await this.machine.shareRoomKey(new Olm.RoomId(room), users, settings);
    const [request] = requests;
    if (requests.length !== 1 || !request) throw new Error('one device, one request');
    const body = JSON.parse(request.body) as { messages: Record<string, Record<string, Json>> };
    await this.machine.markRequestAsSent(request.id, request.type, '{}');
    const content = body.messages[CARMEN]?.[DEVICE] ?? {};
    return { type: request.event_type, sender: ELENA, content } as unknown as IToDeviceEvent;
  }

  private async claim(): Promise<void> {
    const claim = await this.machine.getMissingSessions([new Olm.UserId(CARMEN)]);
    if (!claim) return;
    const [name, key] = Object.entries(uploaded.one_time_keys ?? {})[0] ?? [];
    const said = { one_time_keys: { [CARMEN]: { [DEVICE]: { [name ?? '']: key } } }, failures: {} };
    await this.machine.markRequestAsSent(claim.id, claim.type, JSON.stringify(said));
  }
}

/** The worker ends after the Olm session is stored and before the room key is: nothing is written any more. */
function cutBeforeRoomKeys(): void {
  const real = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, names, mode, options) {
    const stores = typeof names === 'string' ? [names] : [...names];
    if (mode === 'readwrite' && stores.some((name) => name.startsWith('inbound_group'))) throw new Error('cut off');
    return real.call(this, names, mode, options);
  });
}

async function cutOffIntake(event: IToDeviceEvent): Promise<void> {
  cutBeforeRoomKeys();
  await expect(carmen.receive(event)).rejects.toThrow();
  vi.restoreAllMocks();
}

async function restart(options?: { mended: boolean }): Promise<void> {
  carmen.end();
  carmen = await Device.start(options);
}

beforeEach(async () => {
  uploaded = {};
  carmen = await Device.start();
  await vi.waitFor(() => expect(Object.keys(uploaded.one_time_keys ?? {})).not.toHaveLength(0));
  elena = await Elena.meet();
});

afterEach(async () => {
  vi.restoreAllMocks();
  carmen.end();
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name ?? '');
});

describe('an intake that opens a session', () => {
  it('leaves no note behind when it comes to its end', async () => {
    await carmen.receive(await elena.share('!one:a.example'));
    expect(await carmen.sessions()).toHaveLength(1);
    expect(await carmen.note()).toBeNull();
  });

  it('loses the key when it is cut off and nobody mends it', async () => {
    const event = await elena.share('!one:a.example');
    await cutOffIntake(event);
    await restart({ mended: false });
    await carmen.receive(event);
    expect(await carmen.sessions()).toHaveLength(0);
  });

  it('brings the key when it is sent again after it was cut off', async () => {
    const event = await elena.share('!one:a.example');
    await cutOffIntake(event);
    expect(carmen.stopped).toBe(true);
    await restart();
    await carmen.receive(event);
    expect(await carmen.sessions()).toHaveLength(1);
    await carmen.receive(await elena.share('!two:a.example'));
    expect(await carmen.sessions()).toHaveLength(2);
  });

  it('keeps the session when only the end of the note was cut off', async () => {
    const event = await elena.share('!one:a.example');
    const before = { senders: [event.content.sender_key], sessions: [], decrypted: 0 };
    await carmen.receive(event);
    await carmen.setNote(before);
    await restart();
    await carmen.receive(event);
    await carmen.receive(await elena.share('!two:a.example'));
    expect(await carmen.sessions()).toHaveLength(2);
  });
});
