// SPDX-License-Identifier: EUPL-1.2
// New sign-ins: told with client, address and time, answered by "it was me", ended with a proof.
import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { NewDevice } from '@/api/types';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage } from '@/testing/render';
import { NewDeviceStrip } from './NewDeviceStrip';

const LIST = 'GET /api/v1/account/new-devices';
const ONE = 'POST /api/v1/account/new-devices/PHONE';

const phone: NewDevice = {
  device_id: 'PHONE',
  name: 'Firefox, Android',
  signed_in_at: Date.now(),
  address: '192.0.2.7',
  agent: '',
};

beforeEach(() => {
  class Quiet {
    addEventListener() {}
    close() {}
  }
  vi.stubGlobal('EventSource', Quiet);
  vi.stubGlobal('BroadcastChannel', Quiet);
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: async () => undefined } });
});

test('without a new sign-in nothing is shown', async () => {
  const { requests } = stubFetch({ [LIST]: () => ({ body: { devices: [] } }) });
  renderPage(<NewDeviceStrip />);
  await waitFor(() => expect(requests).toHaveLength(1));
  expect(screen.queryByRole('status')).toBeNull();
});

test('"it was me" is told to the server and ends the strip', async () => {
  let devices = [phone];
  const { requests } = stubFetch({
    [LIST]: () => ({ body: { devices } }),
    [`${ONE}/recognise`]: () => {
      devices = [];
      return { body: {} };
    },
  });
  const { user } = renderPage(<NewDeviceStrip />);
  expect(await screen.findByText(/Firefox, Android, address 192\.0\.2\.7/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'It was me' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'It was me' })).toBeNull());
  expect(requests).toContain(`${ONE}/recognise`);
});

test('a strange device is signed out with a proof', async () => {
  let devices = [phone];
  const bodies: unknown[] = [];
  stubFetch({
    [LIST]: () => ({ body: { devices } }),
    [`${ONE}/remove`]: (body) => {
      bodies.push(body);
      const { auth } = body as { auth: { password: string } | null };
      if (auth?.password === 'secret') {
        devices = [];
        return { body: {} };
      }
      const flows = [{ stages: ['m.login.password'] }];
      return { status: 401, body: { code: 'interactive_auth_needed', title: '', detail: '', flows } };
    },
  });
  const { user } = renderPage(<NewDeviceStrip />);
  await user.click(await screen.findByRole('button', { name: 'Sign it out' }));
  await user.type(await screen.findByLabelText('Your password'), 'secret{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(bodies.at(-1)).toEqual({ auth: { type: 'm.login.password', password: 'secret' } });
  await waitFor(() => expect(screen.queryByRole('button', { name: 'It was me' })).toBeNull());
});
