// SPDX-License-Identifier: EUPL-1.2
// Sign-in as people do it: right, wrong, too often, without a connection, on a demo server.
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage, SESSION } from '@/testing/render';
import { LoginPage } from './LoginPage';

const CONFIG = {
  agency_name: 'Ministry of Supply',
  server_name: 'office.example',
  version: '1',
  demo: false,
  demo_logins: [],
};
const login = (handler: (body: unknown) => { status?: number; body?: unknown }, config: object = CONFIG) =>
  stubFetch({ 'GET /api/v1/config': () => ({ body: config }), 'POST /api/v1/session': handler });

async function signIn(user: ReturnType<typeof renderPage>['user'], password: string) {
  await user.type(await screen.findByLabelText('User name'), ' anna ');
  await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('the right password leads to the address that was asked for', async () => {
  let sent: unknown;
  login((body) => {
    sent = body;
    return { body: SESSION };
  });
  const { user, router } = renderPage(<LoginPage />, { path: '/login', at: '/login?next=%2Fchats' });
  await signIn(user, 'secret');
  await waitFor(() => expect(router.state.location.pathname).toBe('/chats'));
  expect(sent).toMatchObject({ user: 'anna', password: 'secret' });
});

test('a wrong password is told in words and keeps what was typed', async () => {
  login(() => ({ status: 401, body: { code: 'wrong_credentials', title: '', detail: '' } }));
  const { user } = renderPage(<LoginPage />, { path: '/login' });
  await signIn(user, 'wrong');
  expect((await screen.findByRole('alert')).textContent).toContain('password is wrong');
  expect((screen.getByLabelText('User name') as HTMLInputElement).value).toBe(' anna ');
});

test('a second factor is asked for after the password, and the code goes with it', async () => {
  const sent: unknown[] = [];
  login((body) => {
    sent.push(body);
    if (!('code' in (body as object)))
      return { status: 401, body: { code: 'second_factor_needed', factors: ['totp'] } };
    if ((body as { code: string }).code !== '123456') return { status: 401, body: { code: 'wrong_code' } };
    return { body: SESSION };
  });
  const { user, router } = renderPage(<LoginPage />, { path: '/login' });
  await signIn(user, 'secret');
  const code = await screen.findByLabelText('Code');
  expect(screen.queryByRole('alert')).toBeNull();
  await user.type(code, '000000{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('code is wrong');
  await user.type(screen.getByLabelText('Code'), '123456{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/portal'));
  expect(sent.at(-1)).toMatchObject({ user: 'anna', password: 'secret', code: '123456' });
});

test('after too many attempts the button counts down', async () => {
  login(() => ({ status: 429, body: { code: 'too_many_attempts', title: '', detail: '', retry_after_ms: 30_000 } }));
  const { user } = renderPage(<LoginPage />, { path: '/login' });
  await signIn(user, 'wrong');
  const button = await screen.findByRole('button', { name: /Wait \d+ seconds/ });
  expect((button as HTMLButtonElement).disabled).toBe(true);
});

test('a demo server offers its people', async () => {
  const demo = { user: 'petrov', password: 'demo', name: 'Igor Petrov', post: 'Head of division' };
  let sent: unknown;
  login(
    (body) => {
      sent = body;
      return { body: SESSION };
    },
    { ...CONFIG, demo: true, demo_logins: [demo] },
  );
  const { user } = renderPage(<LoginPage />, { path: '/login' });
  await user.click(await screen.findByRole('button', { name: /Igor Petrov/ }));
  await waitFor(() => expect(sent).toMatchObject({ user: 'petrov', password: 'demo' }));
});

test('an ended session is explained', async () => {
  login(() => ({ body: SESSION }));
  renderPage(<LoginPage />, { path: '/login', at: '/login?reason=ended' });
  expect(await screen.findByText(/session has ended/)).toBeTruthy();
});
