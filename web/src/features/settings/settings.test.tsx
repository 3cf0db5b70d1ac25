// SPDX-License-Identifier: EUPL-1.2
// Settings that reach the server: name, devices, the log of looks at one's data.
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { EngineError } from '@/engine/rpc/errors';
import type { Device } from '@/engine/rpc/protocol';
import { fakeEngine } from '@/testing/fakeEngine';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage } from '@/testing/render';
import { DataSection } from './DataSection';
import { DevicesSection } from './devices/DevicesSection';
import { ProfileSection } from './ProfileSection';
import { centreSquare } from './picture';
import { SecuritySection } from './security/SecuritySection';

const device = (deviceId: string, current: boolean, verified: boolean): Device => ({
  deviceId,
  name: `Browser ${deviceId}`,
  current,
  verified,
  encryption: true,
  lastSeen: null,
  lastSeenIp: null,
});

test('a new name is saved', async () => {
  const engine = fakeEngine();
  engine.set('profile', { userId: '@anna:office.example', name: 'Anna', avatar: null });
  const { user } = renderPage(<ProfileSection />, { engine });
  const field = await screen.findByLabelText('Name');
  await user.clear(field);
  await user.type(field, 'Anna S.{Enter}');
  await waitFor(() => expect(engine.calls).toContainEqual({ name: 'profile.setName', params: { name: 'Anna S.' } }));
});

test('signing a device out needs the right password', async () => {
  const engine = fakeEngine();
  engine.set('devices', { devices: [device('A', true, true), device('B', false, false)], loading: false, error: null });
  engine.answer('devices.remove', (params) => {
    const { proof } = params as { proof: { password: string } | null };
    const question = { flows: [{ stages: ['m.login.password'] }] };
    if (!proof) throw new EngineError('proof_needed', '', { question });
    if (proof.password !== 'secret') throw new EngineError('proof_refused', '', { question });
    return null;
  });
  const { user } = renderPage(<DevicesSection />, { engine });
  await user.click(await screen.findByRole('button', { name: 'Actions: Browser B' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await user.type(await screen.findByLabelText('Your password'), 'guess{Enter}');
  expect(await screen.findByText('The password is wrong.')).toBeTruthy();
  await user.clear(screen.getByLabelText('Your password'));
  await user.type(screen.getByLabelText('Your password'), 'secret{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const proof = { type: 'm.login.password', password: 'secret' };
  expect(engine.calls.at(-1)?.params).toEqual({ deviceIds: ['B'], proof });
});

test('the state of a device is told in words', async () => {
  const engine = fakeEngine();
  engine.set('devices', { devices: [device('A', true, true), device('B', false, false)], loading: false, error: null });
  renderPage(<DevicesSection />, { engine });
  expect(await screen.findByText('Verified')).toBeTruthy();
  expect(screen.getByText('Not verified')).toBeTruthy();
});

test('a missing recovery key is named with what to do', async () => {
  const engine = fakeEngine();
  engine.set('engine', { phase: 'running', recovery: 'set_up_needed' } as never);
  engine.set('crypto', {
    ready: true,
    thisDeviceVerified: false,
    backup: 'absent',
    restore: { running: false, imported: 0, total: null },
    fingerprint: null,
  } as never);
  renderPage(<SecuritySection />, { engine });
  expect(await screen.findByText(/There is no recovery key yet/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Make a recovery key' })).toBeTruthy();
});

test('looks at my data are listed; unknown actions keep their code', async () => {
  const items = [
    { position: 2, at: 1_700_000_000_000, actor: '@b', actor_name: 'Boris', action: 'person.viewed', details: {} },
    {
      position: 1,
      at: 1_700_000_000_001,
      actor: null,
      actor_name: null,
      action: 'odd.action',
      details: { address: '10.0.0.7' },
    },
  ];
  stubFetch({ 'GET /api/v1/audit/about-me': () => ({ body: { items, next_cursor: null } }) });
  renderPage(<DataSection />);
  expect(await screen.findByText('looked at the card')).toBeTruthy();
  expect(screen.getByText('odd.action · 10.0.0.7')).toBeTruthy();
  expect(screen.getByText('Erased account')).toBeTruthy();
});

test.each([
  [800, 600, { x: 100, y: 0, side: 600 }],
  [600, 900, { x: 0, y: 100, side: 600 }],
])('the square of a %i by %i picture', (width, height, square) => {
  expect(centreSquare(width, height)).toEqual(square);
});
