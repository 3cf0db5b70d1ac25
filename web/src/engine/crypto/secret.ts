// SPDX-License-Identifier: EUPL-1.2
// The recovery key while it is needed: given by the person for one action, forgotten after it.
import type { CryptoCallbacks } from 'matrix-js-sdk/lib/crypto-api';

export interface RecoverySecret {
  key: Uint8Array<ArrayBuffer> | null;
}

export function secretCallbacks(secret: RecoverySecret): CryptoCallbacks {
  return {
    getSecretStorageKey: async ({ keys }) => {
      const [keyId] = Object.keys(keys);
      return secret.key && keyId ? [keyId, secret.key] : null;
    },
    cacheSecretStorageKey: (_keyId, _info, key) => {
      secret.key = key;
    },
  };
}

/** Runs `work` while the secret is at hand. */
export async function withSecret<T>(
  secret: RecoverySecret,
  key: Uint8Array<ArrayBuffer> | null,
  work: () => Promise<T>,
): Promise<T> {
  secret.key = key;
  try {
    return await work();
  } finally {
    secret.key?.fill(0);
    secret.key = null;
  }
}
