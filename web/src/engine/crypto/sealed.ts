// SPDX-License-Identifier: EUPL-1.2
// Secrets that another device seals anew come by sync one after the other, behind the key that opens them.
import { type AccountDataEvents, ClientEvent, type MatrixClient } from 'matrix-js-sdk';

const PATIENCE_MS = 5_000;

export type SecretName = keyof AccountDataEvents;

export const IDENTITY: readonly SecretName[] = [
  'm.cross_signing.master',
  'm.cross_signing.self_signing',
  'm.cross_signing.user_signing',
];
export const BACKUP: readonly SecretName[] = ['m.megolm_backup.v1'];

/** Waits a while until all are sealed with the key; whoever opens them tells what never was. */
export async function sealedWith(
  client: MatrixClient,
  keyId: string,
  names: readonly SecretName[],
  patienceMs: number = PATIENCE_MS,
): Promise<void> {
  const arrived = (): boolean => names.every((name) => isSealed(client, name, keyId));
  if (arrived()) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      client.off(ClientEvent.AccountData, look);
      resolve();
    };
    const look = (): void => {
      if (arrived()) done();
    };
    const timer = setTimeout(done, patienceMs);
    client.on(ClientEvent.AccountData, look);
  });
}

function isSealed(client: MatrixClient, name: SecretName, keyId: string): boolean {
  const { encrypted } = (client.getAccountData(name)?.getContent() ?? {}) as { encrypted?: Record<string, unknown> };
  return encrypted !== undefined && keyId in encrypted;
}
