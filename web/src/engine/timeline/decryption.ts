// SPDX-License-Identifier: EUPL-1.2
// Decrypts events, and tries again those whose key may still come from the backup or another device.
import type { MatrixEvent } from 'matrix-js-sdk';
import type { CryptoBackend } from 'matrix-js-sdk/lib/common-crypto/CryptoBackend';
import type { Session } from '../session';

/** Other devices put keys into the backup some seconds after a message; later only a person's action brings them. */
const RETRY_AFTER_MS = [3_000, 6_000, 12_000, 30_000, 60_000];

export async function decryptAll(session: Session, events: MatrixEvent[]): Promise<void> {
  const waiting = events.filter((event) => event.isBeingDecrypted() || event.shouldAttemptDecryption());
  await Promise.all(waiting.map((event) => session.client.decryptEventIfNeeded(event)));
}

export async function retryFailed(session: Session, events: MatrixEvent[]): Promise<void> {
  const crypto = session.client.getCrypto() as CryptoBackend | undefined;
  if (!crypto) return;
  const failed = events.filter((event) => event.isDecryptionFailure() && !event.isBeingDecrypted());
  await Promise.all(failed.map((event) => event.attemptDecryption(crypto, { isRetry: true })));
}

/** Calls `retry` at growing intervals while it is asked to go on. */
export class PatientRetry {
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly retry: () => void) {}

  /** Something changed that makes success likely: begin anew. */
  restart(): void {
    this.attempt = 0;
  }

  request(): void {
    const wait = RETRY_AFTER_MS[this.attempt];
    if (this.timer || wait === undefined) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.attempt += 1;
      this.retry();
    }, wait);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
