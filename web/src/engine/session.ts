// SPDX-License-Identifier: EUPL-1.2
// One signed-in device: the Matrix client with its stores, from opening to wiping.
import {
  ClientEvent,
  createClient,
  Filter,
  type ICreateClientOpts,
  type MatrixClient,
  MatrixError,
  PendingEventOrdering,
  type RoomNameState,
  RoomNameType,
  SyncState,
  type SyncStateData,
} from 'matrix-js-sdk';
import { guardIntake, mendIntake } from './crypto/intake';
import { type RecoverySecret, secretCallbacks } from './crypto/secret';
import { SyncCache } from './lib/cache';
import { Emitter } from './lib/emitter';
import { type HttpSession, openHttp } from './lib/http';
import { quietLogger } from './lib/logger';
import { SessionStore } from './lib/store';
import { storeNames } from './lib/wipe';
import { watchRooms } from './rooms/watch';
import type { ConnectionState, StartParams } from './rpc/models';

/** What parts of the engine tell each other; values are ids, never content. */
export interface Changes {
  connection: ConnectionState;
  /** Something that a view of this room shows. */
  room: string;
  /** Somebody joined or left this room, or has another name or role in it. */
  members: string;
  crypto: undefined;
  person: string;
  accountData: string;
  ended: undefined;
  outbox: string;
  /** The scheduled messages of this room are other ones. */
  scheduled: string;
}

export interface Session {
  readonly userId: string;
  readonly deviceId: string;
  readonly client: MatrixClient;
  readonly http: HttpSession;
  readonly store: SessionStore;
  readonly cache: SyncCache;
  readonly changes: Emitter<Changes>;
  readonly secret: RecoverySecret;
  connection: ConnectionState;
  /** Lists may be shown: from the cache or from the server. */
  loaded: boolean;
  /** Low-bandwidth mode: less is asked for, and less is told. */
  readonly thrifty: boolean;
}

const INITIAL_TIMELINE = 20;
const POLL_MS = 30_000;
const THRIFTY_TIMELINE = 5;
/** Shorter than a request may take. */
const THRIFTY_POLL_MS = 55_000;
/** A request without an answer after this long counts as a broken connection. */
const REQUEST_MS = 60_000;

export async function openSession(params: StartParams, thrifty: boolean): Promise<Session> {
  const http = openHttp(params.homeserver, params.accessToken ?? null);
  const cache = new SyncCache(storeNames(params).sync);
  const secret: RecoverySecret = { key: null };
  const options: ICreateClientOpts = {
    baseUrl: params.homeserver,
    userId: params.userId,
    deviceId: params.deviceId,
    store: cache,
    fetchFn: http.fetch,
    timelineSupport: true,
    localTimeoutMs: REQUEST_MS,
    disableVoip: true,
    logger: quietLogger,
    cryptoCallbacks: secretCallbacks(secret),
    verificationMethods: ['m.sas.v1'],
    roomNameGenerator: roomName,
  };
  if (params.accessToken) options.accessToken = params.accessToken;
  const client = createClient(options);
  client.setMaxListeners(0);
  const store = await SessionStore.open(storeNames(params).session);
  // The store makes users through the client, so it starts only after `createClient` has met it.
  await cache.startup();
  const cryptoDatabasePrefix = storeNames(params).crypto;
  await mendIntake(store, cryptoDatabasePrefix);
  await client.initRustCrypto({ cryptoDatabasePrefix });
  const { userId, deviceId } = params;
  return {
    userId,
    deviceId,
    client,
    http,
    store,
    cache,
    changes: new Emitter(),
    secret,
    connection: 'connecting',
    loaded: false,
    thrifty,
  };
}

/** Begins to follow the server; cached lists are announced first. `onBroken` tells whether the session is given up. */
export async function startSession(session: Session, onBroken: () => boolean): Promise<void> {
  const { client } = session;
  guardIntake({ ...session, prefix: storeNames(session).crypto, onBroken });
  client.on(ClientEvent.Sync, (state, _before, data) => onSync(session, state, data));
  watchRooms(session);
  await client.startClient({
    initialSyncLimit: INITIAL_TIMELINE,
    lazyLoadMembers: true,
    pendingEventOrdering: PendingEventOrdering.Detached,
    pollTimeout: session.thrifty ? THRIFTY_POLL_MS : POLL_MS,
    ...(session.thrifty ? { filter: thriftyFilter(session.userId) } : {}),
    threadSupport: false,
  });
}

/** Without what is only pleasant to know. */
function thriftyFilter(userId: string): Filter {
  const filter = new Filter(userId);
  filter.setDefinition({
    presence: { not_types: ['m.presence'] },
    room: { timeline: { limit: THRIFTY_TIMELINE }, ephemeral: { not_types: ['m.typing'] } },
  });
  return filter;
}

function onSync(session: Session, state: SyncState, data?: SyncStateData): void {
  if (isSessionEnd(data?.error)) {
    session.changes.emit('ended', undefined);
    return;
  }
  if (state === SyncState.Prepared) session.loaded = true;
  if (state === SyncState.Syncing) session.cache.saveSoon();
  session.connection = connectionOf(state, data, session.connection);
  session.changes.emit('connection', session.connection);
}

function connectionOf(state: SyncState, data: SyncStateData | undefined, before: ConnectionState): ConnectionState {
  switch (state) {
    case SyncState.Prepared:
      return data?.fromCache ? before : 'online';
    case SyncState.Syncing:
      return data?.catchingUp ? 'catching_up' : 'online';
    case SyncState.Catchup:
      return 'catching_up';
    case SyncState.Reconnecting:
    case SyncState.Error:
      return 'offline';
    default:
      return before;
  }
}

export function isSessionEnd(error: unknown): boolean {
  return error instanceof MatrixError && (error.errcode === 'M_UNKNOWN_TOKEN' || error.errcode === 'M_MISSING_TOKEN');
}

export async function stopSession(session: Session): Promise<void> {
  session.client.stopClient();
  await session.cache.close();
  session.store.close();
}

/** Names as data: the interface puts its own words where a chat has no name and no members. */
function roomName(_roomId: string, state: RoomNameState): string | null {
  if (state.type === RoomNameType.Actual) return state.name;
  if (state.type === RoomNameType.EmptyRoom) return state.oldName ?? '';
  const more = state.count - state.names.length;
  return state.names.join(', ') + (more > 1 ? ` +${more - 1}` : '');
}
