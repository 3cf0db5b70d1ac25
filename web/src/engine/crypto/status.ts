// SPDX-License-Identifier: EUPL-1.2
// State of encryption on this device, and what the person has to do about it.
import { coalesce, Emitter } from '../lib/emitter';
import type { BackupState, CryptoStatus, RecoveryNeed } from '../rpc/models';
import type { Session } from '../session';

const REFRESH_MS = 100;

const NOTHING_KNOWN: CryptoStatus = {
  ready: false,
  crossSigningReady: false,
  identityExists: false,
  thisDeviceVerified: false,
  recoveryExists: false,
  backup: 'unknown',
  restore: { running: false, imported: 0, total: null },
  fingerprint: null,
};

export class CryptoModel {
  readonly changed = new Emitter<{ status: CryptoStatus }>();
  private current = NOTHING_KNOWN;
  private disturbing = true;
  private asked = 0;
  private answered = 0;
  /** The last look failed. */
  private stale = false;
  private readonly refreshSoon = coalesce(() => void this.refresh(), REFRESH_MS);

  constructor(private readonly session: Session) {
    session.changes.on('crypto', this.refreshSoon);
    session.changes.on('connection', (state) => {
      if (state === 'online' && (this.stale || !this.current.ready)) this.refreshSoon();
    });
    session.changes.on('accountData', (type) => {
      if (type.startsWith('m.secret_storage') || type.startsWith('m.cross_signing')) this.refreshSoon();
    });
  }

  get status(): CryptoStatus {
    return this.current;
  }

  stop(): void {
    this.refreshSoon.cancel();
  }

  setRestore(restore: CryptoStatus['restore']): void {
    this.set({ ...this.current, restore });
  }

  /**
   * Runs `work` without looking at keys meanwhile: a key query in the middle of a reset would bring the old
   * public identity back, and the new private keys would be dropped as not matching.
   */
  async undisturbed<T>(work: () => Promise<T>): Promise<T> {
    this.disturbing = false;
    try {
      return await work();
    } finally {
      this.disturbing = true;
      await this.refresh();
    }
  }

  /** Needs the server the first time; offline the last answer stands, and it is asked again with the next sync. */
  async refresh(): Promise<void> {
    const crypto = this.session.client.getCrypto();
    if (!crypto || !this.disturbing || this.session.connection === 'connecting') return;
    this.asked += 1;
    const turn = this.asked;
    try {
      const [identityExists, crossSigningReady, recoveryKeyId, fingerprint] = await Promise.all([
        crypto.userHasCrossSigningKeys(this.session.userId, true),
        crypto.isCrossSigningReady(),
        this.session.client.secretStorage.getDefaultKeyId(),
        crypto.getOwnDeviceKeys().then((keys) => grouped(keys.ed25519)),
      ]);
      const device = await crypto.getDeviceVerificationStatus(this.session.userId, this.session.deviceId);
      const thisDeviceVerified = device?.crossSigningVerified ?? false;
      const backup = await this.backupState();
      // A look that began later and is through already knows better.
      if (turn < this.answered) return;
      this.answered = turn;
      this.stale = false;
      const { restore } = this.current;
      this.set({
        ready: true,
        crossSigningReady,
        identityExists,
        thisDeviceVerified,
        recoveryExists: recoveryKeyId !== null,
        backup,
        restore,
        fingerprint,
      });
    } catch {
      this.stale = true;
    }
  }

  private async backupState(): Promise<BackupState> {
    const crypto = this.session.client.getCrypto();
    if (await crypto?.getActiveSessionBackupVersion()) return 'active';
    return (await crypto?.getKeyBackupInfo()) ? 'not_trusted' : 'absent';
  }

  private set(status: CryptoStatus): void {
    this.current = status;
    this.changed.emit('status', status);
  }
}

export function recoveryNeed(status: CryptoStatus): RecoveryNeed {
  if (!status.ready) return 'unknown';
  if (!status.identityExists) return 'set_up_needed';
  if (!status.thisDeviceVerified) return 'restore_needed';
  return status.recoveryExists ? 'none' : 'set_up_needed';
}

function grouped(key: string): string {
  return key.replace(/(.{4})(?=.)/g, '$1 ');
}
