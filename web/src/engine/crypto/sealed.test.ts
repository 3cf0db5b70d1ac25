// SPDX-License-Identifier: EUPL-1.2
// Secrets that come later than the key that opens them.
import { EventEmitter } from 'node:events';
import { ClientEvent, type MatrixClient } from 'matrix-js-sdk';
import { expect, test } from 'vitest';
import { IDENTITY, sealedWith } from './sealed';

class Account extends EventEmitter {
  private readonly data = new Map<string, object>();

  put(name: string, content: object): void {
    this.data.set(name, content);
    this.emit(ClientEvent.AccountData);
  }

  getAccountData(name: string): { getContent(): object } | undefined {
    const content = this.data.get(name);
    return content && { getContent: () => content };
  }
}

function asClient(account: Account): MatrixClient {
  return account as unknown as MatrixClient;
}

test('what another device seals one after the other is waited for', async () => {
  const account = new Account();
  for (const name of IDENTITY) account.put(name, {});
  let arrived = false;
  const waiting = sealedWith(asClient(account), 'key', IDENTITY, 60_000).then(() => {
    arrived = true;
  });
  for (const name of IDENTITY.slice(1)) account.put(name, { encrypted: { key: {} } });
  await Promise.resolve();
  expect(arrived).toBe(false);
  account.put(IDENTITY[0] as string, { encrypted: { older: {} } });
  await Promise.resolve();
  expect(arrived).toBe(false);
  account.put(IDENTITY[0] as string, { encrypted: { older: {}, key: {} } });
  await waiting;
  expect(account.listenerCount(ClientEvent.AccountData)).toBe(0);
});

test('what never comes is not waited for without end', async () => {
  const account = new Account();
  await sealedWith(asClient(account), 'key', IDENTITY, 1);
  expect(account.listenerCount(ClientEvent.AccountData)).toBe(0);
});
