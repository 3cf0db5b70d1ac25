// SPDX-License-Identifier: EUPL-1.2
// The directory of one person is kept on the device until they sign out.
import 'fake-indexeddb/auto';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { forgetDirectory, persistDirectory } from './persist';

const ANNA = '@anna:office.example';
const UNITS = ['org', 'units'];

afterEach(forgetDirectory);

async function keep(key: string[], value: string): Promise<void> {
  const client = new QueryClient();
  const stop = persistDirectory(client, ANNA, 0);
  client.setQueryData(key, value);
  client.setQueryData(['org', 'last'], 'saved');
  expect(await restored(ANNA, ['org', 'last'])).toBe('saved');
  stop();
}

async function restored(userId: string, key: string[]): Promise<unknown> {
  const read = async () => {
    const client = new QueryClient();
    const stop = persistDirectory(client, userId);
    await new Promise((resolve) => setTimeout(resolve, 10));
    stop();
    return client.getQueryData(key);
  };
  return (await vi.waitUntil(read, { timeout: 500 }).catch(() => undefined)) as unknown;
}

test('what was read once is there after a restart', async () => {
  await keep(UNITS, 'units');
  expect(await restored(ANNA, UNITS)).toBe('units');
});

test('another person of the same browser does not see it', async () => {
  await keep(UNITS, 'units');
  expect(await restored('@boris:office.example', UNITS)).toBeUndefined();
});

test('only the directory is kept', async () => {
  await keep(['audit', 'about-me'], 'log');
  expect(await restored(ANNA, ['audit', 'about-me'])).toBeUndefined();
});

test('signing out erases it', async () => {
  await keep(UNITS, 'units');
  await forgetDirectory();
  expect(await restored(ANNA, UNITS)).toBeUndefined();
});
