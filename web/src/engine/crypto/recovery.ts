// SPDX-License-Identifier: EUPL-1.2
// The recovery key: set up at first login, restore on a new device, exchange for a new one.

import type { CryptoApi, GeneratedSecretStorageKey } from 'matrix-js-sdk/lib/crypto-api';
import { decodeRecoveryKey } from 'matrix-js-sdk/lib/crypto-api/recovery-key';
import { toEngineError } from '../lib/failures';
import { withProof } from '../lib/uia';
import { EngineError } from '../rpc/errors';
import type { Proof, RecoverySetUp, RestoreResult } from '../rpc/models';
import type { Session } from '../session';
import { BACKUP, IDENTITY, sealedWith } from './sealed';
import { withSecret } from './secret';
import type { CryptoModel } from './status';

export function cryptoOf(session: Session): CryptoApi {
  const crypto = session.client.getCrypto();
  if (!crypto) throw new EngineError('crypto_unavailable', 'Encryption has not started.');
  return crypto;
}

export interface SetUpParams {
  proof: Proof | null;
  reset?: boolean;
}

/** Runs again safely after it was interrupted half-way. */
export async function setUpRecovery(
  session: Session,
  model: CryptoModel,
  { proof, reset }: SetUpParams,
): Promise<RecoverySetUp> {
  const crypto = cryptoOf(session);
  await model.refresh();
  const { identityExists, crossSigningReady, recoveryExists } = model.status;
  if (identityExists && !reset && (!crossSigningReady || recoveryExists)) {
    throw new EngineError('recovery_exists', 'The account has an identity: restore it or reset it.');
  }
  const generated = await crypto.createRecoveryKeyFromPassphrase();
  const auth = uploadAuth(session, proof);
  await model.undisturbed(() =>
    withSecret(session.secret, null, async () => {
      if (reset) await crypto.resetEncryption(auth);
      else await crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: auth });
      // A reset has made a new backup already; a backup that this device holds the key of goes on.
      const hasBackup = (await crypto.getActiveSessionBackupVersion()) !== null;
      await newSecretStorage(crypto, generated, !hasBackup);
      await crypto.checkKeyBackupAndEnable();
    }),
  );
  return { recoveryKey: encoded(generated) };
}

type UploadAuth = NonNullable<Parameters<CryptoApi['bootstrapCrossSigning']>[0]['authUploadDeviceSigningKeys']>;

function uploadAuth(session: Session, proof: Proof | null): UploadAuth {
  return (request) => withProof(session, proof, request);
}

/** The identity and the backup stay; only the key that opens them changes. */
export async function changeRecoveryKey(session: Session, model: CryptoModel): Promise<RecoverySetUp> {
  const crypto = cryptoOf(session);
  if (!(await crypto.isCrossSigningReady())) {
    throw new EngineError('recovery_not_set_up', 'This device does not hold the keys of the identity.');
  }
  const generated = await crypto.createRecoveryKeyFromPassphrase();
  await model.undisturbed(() => withSecret(session.secret, null, () => newSecretStorage(crypto, generated, false)));
  return { recoveryKey: encoded(generated) };
}

async function newSecretStorage(
  crypto: CryptoApi,
  generated: GeneratedSecretStorageKey,
  newBackup: boolean,
): Promise<void> {
  await crypto.bootstrapSecretStorage({
    createSecretStorageKey: async () => ({ ...generated, privateKey: generated.privateKey.slice() }),
    setupNewSecretStorage: true,
    setupNewKeyBackup: newBackup,
  });
}

function encoded(generated: GeneratedSecretStorageKey): string {
  if (!generated.encodedPrivateKey) throw new EngineError('internal', 'The recovery key could not be written.');
  return generated.encodedPrivateKey;
}

export async function restoreRecovery(
  session: Session,
  model: CryptoModel,
  recoveryKey: string,
): Promise<RestoreResult> {
  const crypto = cryptoOf(session);
  const { keyId, key } = await readKey(session, recoveryKey);
  await sealedWith(session.client, keyId, IDENTITY);
  try {
    const imported = await model.undisturbed(() =>
      withSecret(session.secret, key, async () => {
        await crypto.bootstrapCrossSigning({});
        return restoreHistory(session, model, keyId);
      }),
    );
    return { ...imported, deviceVerified: model.status.thisDeviceVerified };
  } catch (reason) {
    throw toEngineError(reason);
  }
}

interface OpeningKey {
  keyId: string;
  key: Uint8Array<ArrayBuffer>;
}

async function readKey(session: Session, text: string): Promise<OpeningKey> {
  const storage = session.client.secretStorage;
  const found = await storage.getKey();
  if (!found) throw new EngineError('recovery_not_set_up', 'The account has no recovery key.');
  const key = decode(text);
  if (!(await storage.checkKey(key, found[1])))
    throw new EngineError('recovery_key_wrong', 'The key is of another account or an older one.');
  return { keyId: found[0], key };
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(decodeRecoveryKey(text.trim()));
  } catch (reason) {
    throw new EngineError('recovery_key_invalid', String(reason));
  }
}

async function restoreHistory(
  session: Session,
  model: CryptoModel,
  keyId: string,
): Promise<{ imported: number; total: number }> {
  const crypto = cryptoOf(session);
  if (!(await crypto.getKeyBackupInfo())) return { imported: 0, total: 0 };
  await sealedWith(session.client, keyId, BACKUP);
  await crypto.loadSessionBackupPrivateKeyFromSecretStorage();
  await crypto.checkKeyBackupAndEnable();
  model.setRestore({ running: true, imported: 0, total: null });
  try {
    const { imported, total } = await crypto.restoreKeyBackup({
      progressCallback: (progress) => {
        const { successes = 0, total: known = null } = progress as { successes?: number; total?: number };
        model.setRestore({ running: true, imported: successes, total: known });
      },
    });
    return { imported, total };
  } finally {
    model.setRestore({ ...model.status.restore, running: false });
  }
}
