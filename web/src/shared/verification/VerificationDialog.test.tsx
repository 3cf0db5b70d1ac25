// SPDX-License-Identifier: EUPL-1.2
// Verification shows each step and sends the person's answer to the engine.
import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Verification } from '@/engine/rpc/protocol';
import { fakeEngine } from '@/testing/fakeEngine';
import { renderPage } from '@/testing/render';
import { VerificationHost } from './VerificationHost';

const BASE: Verification = {
  id: 'v1',
  person: { userId: '@igor:office.example', name: 'Igor', avatar: null },
  deviceId: null,
  self: false,
  incoming: true,
  roomId: '!a:office.example',
  phase: 'requested',
  emoji: null,
  decimals: null,
  cancelled: null,
};

function start(verification: Verification) {
  const engine = fakeEngine();
  engine.set('verifications', [verification]);
  return renderPage(<VerificationHost />, { engine });
}

test('a request is accepted or declined', async () => {
  const { user, engine } = start(BASE);
  expect(await screen.findByText(/Igor wants to verify/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Start' }));
  expect(engine.calls).toContainEqual({ name: 'verification.accept', params: { id: 'v1' } });
});

test('pictures are named in the language of the interface', async () => {
  const emoji = [{ symbol: '🐶', name: 'Hund', index: 0 }];
  const { user, engine } = start({ ...BASE, phase: 'compare', emoji });
  expect(await screen.findByText('Dog')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'They do not match' }));
  expect(engine.calls).toContainEqual({ name: 'verification.mismatch', params: { id: 'v1' } });
});

test('a mismatch warns and nothing is left open after it', async () => {
  const { user, engine } = start({ ...BASE, phase: 'cancelled', cancelled: 'mismatch' });
  expect(await screen.findByText(/security officer/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(engine.calls).toContainEqual({ name: 'verification.dismiss', params: { id: 'v1' } });
  act(() => engine.set('verifications', []));
  expect(screen.queryByRole('dialog')).toBeNull();
});
