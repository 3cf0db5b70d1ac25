// SPDX-License-Identifier: EUPL-1.2
// What the person is told about keys: the newest look counts, and one that failed is made up for.
import { expect, it, vi } from 'vitest';
import { Emitter } from '../lib/emitter';
import type { Changes, Session } from '../session';
import { CryptoModel, recoveryNeed } from './status';

type Look = (answer: { verified: boolean }) => void;

function open(connection = 'online') {
  const looks: { resolve: Look; reject(reason: Error): void }[] = [];
  const verified: boolean[] = [];
  const crypto = {
    userHasCrossSigningKeys: () =>
      new Promise<boolean>((resolve, reject) => {
        looks.push({
          resolve: (answer) => {
            verified.push(answer.verified);
            resolve(true);
          },
          reject,
        });
      }),
    isCrossSigningReady: () => Promise.resolve(true),
    getOwnDeviceKeys: () => Promise.resolve({ ed25519: 'abcd' }),
    getDeviceVerificationStatus: () => Promise.resolve({ crossSigningVerified: verified.at(-1) }),
    getActiveSessionBackupVersion: () => Promise.resolve('1'),
  };
  const changes = new Emitter<Changes>();
  const client = { getCrypto: () => crypto, secretStorage: { getDefaultKeyId: () => Promise.resolve('key') } };
  const session = { userId: '@a:a.example', deviceId: 'DESK', connection, changes, client } as unknown as Session;
  return { model: new CryptoModel(session), looks, changes };
}

it('a look that was overtaken by a later one changes nothing', async () => {
  const { model, looks } = open();
  const early = model.refresh();
  const late = model.refresh();
  looks[1]?.resolve({ verified: false });
  await late;
  expect(recoveryNeed(model.status)).toBe('restore_needed');
  looks[0]?.resolve({ verified: true });
  await early;
  expect(recoveryNeed(model.status)).toBe('restore_needed');
});

it('a look that failed is made up for with the next sync', async () => {
  const { model, looks, changes } = open();
  const first = model.refresh();
  looks[0]?.resolve({ verified: true });
  await first;
  const failing = model.refresh();
  looks[1]?.reject(new Error('no answer'));
  await failing;
  expect(recoveryNeed(model.status)).toBe('none');
  changes.emit('connection', 'online');
  await vi.waitFor(() => expect(looks).toHaveLength(3));
  looks[2]?.resolve({ verified: false });
  await vi.waitFor(() => expect(recoveryNeed(model.status)).toBe('restore_needed'));
});
