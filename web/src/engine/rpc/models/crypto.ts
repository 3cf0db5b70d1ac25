// SPDX-License-Identifier: EUPL-1.2
// View models of encryption: identity, recovery, devices and verification.
import type { EngineErrorData } from '../errors';
import type { Profile } from './engine';

export type BackupState = 'unknown' | 'absent' | 'not_trusted' | 'active';

export interface CryptoStatus {
  ready: boolean;
  /** The account has a signing identity and this device holds its private part. */
  crossSigningReady: boolean;
  identityExists: boolean;
  thisDeviceVerified: boolean;
  recoveryExists: boolean;
  backup: BackupState;
  /** Message keys fetched by the running or last restore. */
  restore: { running: boolean; imported: number; total: number | null };
  /** Base64 of this device's Ed25519 key, in groups of four. */
  fingerprint: string | null;
}

export interface RecoverySetUp {
  /** Shown once; never stored by the engine. */
  recoveryKey: string;
}

export interface RestoreResult {
  imported: number;
  total: number;
  deviceVerified: boolean;
}

export interface Device {
  deviceId: string;
  name: string;
  current: boolean;
  verified: boolean;
  /** False: has no encryption keys, e.g. a session that only calls the API. */
  encryption: boolean;
  lastSeen: number | null;
  lastSeenIp: string | null;
}

export interface DeviceList {
  devices: Device[];
  loading: boolean;
  error: EngineErrorData | null;
}

export interface Emoji {
  symbol: string;
  /** English name in the specification; translate by `index`. */
  name: string;
  index: number;
}

/**
 * `requested`: waits for the other side (or for us when `incoming`). `ready`: both agreed. `started`: keys are exchanged.
 * `compare`: show the emoji. `confirmed`: we said they match, the other side has not yet.
 */
export type VerificationPhase = 'requested' | 'ready' | 'started' | 'compare' | 'confirmed' | 'done' | 'cancelled';

export type CancelReason =
  | 'by_me'
  | 'by_other'
  | 'mismatch'
  | 'timeout'
  | 'accepted_elsewhere'
  | 'unsupported'
  | 'failed';

export interface Verification {
  id: string;
  person: Profile;
  /** Another device of the same person; null when verifying another person. */
  deviceId: string | null;
  self: boolean;
  incoming: boolean;
  roomId: string | null;
  phase: VerificationPhase;
  emoji: Emoji[] | null;
  decimals: [number, number, number] | null;
  cancelled: CancelReason | null;
}
