// SPDX-License-Identifier: EUPL-1.2
// View models of the engine itself: session, connection and start-up.
import type { EngineErrorData } from '../errors';

/**
 * `starting`: reading storage. `signed_out`: nobody is signed in, show the login page. `loading`: signed in, nothing cached yet.
 * `running`: lists may be shown (perhaps from the cache, see `connection`). `session_ended`: the server refused the session,
 * cached data stays until the person signs in again or `session.wipe` is called. `error`: cannot run, see `error`.
 */
export type EnginePhase = 'starting' | 'signed_out' | 'loading' | 'running' | 'session_ended' | 'error';

/** `catching_up`: the connection came back and missed events are being fetched. */
export type ConnectionState = 'connecting' | 'online' | 'catching_up' | 'offline';

/**
 * What the person must do about keys. `set_up_needed`: first login, call `crypto.setUp`. `restore_needed`: this device is new,
 * call `crypto.restore` or verify with another device. `unknown` until crypto has loaded.
 */
export type RecoveryNeed = 'unknown' | 'none' | 'set_up_needed' | 'restore_needed';

/** Where the engine runs; for diagnostics only, all hosts speak the same protocol. */
export type EngineHost = 'shared_worker' | 'leader_tab';

export interface EngineStatus {
  phase: EnginePhase;
  connection: ConnectionState;
  recovery: RecoveryNeed;
  userId: string | null;
  deviceId: string | null;
  homeserver: string | null;
  /** Epoch milliseconds since when there is no connection; null while connected. */
  offlineSince: number | null;
  /** The browser's session cookie opens the server; no token is known to scripts. */
  cookieSession: boolean;
  /** Messages waiting to be sent. */
  queuedSends: number;
  host: EngineHost;
  error: EngineErrorData | null;
}

export interface StartParams {
  userId: string;
  deviceId: string;
  /** Origin of the server without a trailing slash; our own client passes `location.origin`. */
  homeserver: string;
  /** Only for servers without our session cookie (tests against other servers). */
  accessToken?: string;
  displayName?: string;
}

export interface Profile {
  userId: string;
  name: string;
  /** `mxc:` address; show with `useAvatarUrl`. */
  avatar: string | null;
}

export type Presence = 'online' | 'away' | 'offline' | 'unknown';

export interface PersonPresence {
  userId: string;
  presence: Presence;
  statusText: string | null;
  lastActive: number | null;
}

export interface PersonHit extends Profile {
  /** A direct chat that already exists. */
  directRoomId: string | null;
}

/** What the palette asks of the engine: chats from memory at once, people from the server's directory. */
export interface SearchResult {
  rooms: RoomHit[];
  people: PersonHit[];
}

export interface RoomHit {
  roomId: string;
  name: string;
  avatar: string | null;
  kind: 'direct' | 'group' | 'announcement';
  unread: number;
}
