// SPDX-License-Identifier: EUPL-1.2
// Who gets into the shell, who is sent to the login, and when the recovery key is asked for.
import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { EngineStatus } from '@/engine/rpc/protocol';
import { rememberSession } from '@/shared/session';
import { fakeEngine } from '@/testing/fakeEngine';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage, SESSION } from '@/testing/render';
import { EngineRunner } from './EngineRunner';
import { SessionGate } from './SessionGate';

beforeEach(() => {
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      close() {}
    },
  );
  Object.defineProperty(navigator, 'locks', { value: { request: async () => undefined }, configurable: true });
});

const signedOut = {
  'GET /api/v1/session': () => ({ status: 401, body: { code: 'not_signed_in', title: '', detail: '' } }),
};
const status = (recovery: EngineStatus['recovery']) =>
  ({ phase: 'running', connection: 'online', recovery }) as EngineStatus;

test('without a session one goes to the login once, and comes back afterwards', async () => {
  stubFetch(signedOut);
  const { router } = renderPage(<SessionGate />, { path: '/people' });
  const moves: string[] = [];
  router.subscribe('onResolved', ({ toLocation }) => moves.push(toLocation.href));
  await waitFor(() => expect(router.state.location.pathname).toBe('/login'));
  expect(router.state.location.search).toEqual({ next: '/people' });
  expect(moves.filter((href) => href.startsWith('/login'))).toHaveLength(1);
});

test('without an answer a remembered person sees what the device keeps', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed to fetch')));
  rememberSession(SESSION);
  renderPage(<SessionGate />, { path: '/people' });
  expect(await screen.findByRole('navigation', { name: 'Sections' })).toBeTruthy();
});

test('without an answer a stranger is told what is wrong', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed to fetch')));
  renderPage(<SessionGate />, { path: '/people' });
  expect(await screen.findByRole('heading', { name: 'The server does not answer' })).toBeTruthy();
});

function run(recovery: EngineStatus['recovery']) {
  const engine = fakeEngine();
  engine.set('engine', status(recovery));
  engine.answer('crypto.setUp', () => ({ recoveryKey: 'EsTc LW2K' }));
  return renderPage(<EngineRunner session={SESSION}>chats</EngineRunner>, { engine });
}

test('the engine is started for the person of the session', async () => {
  const { engine } = run('none');
  expect(await screen.findByText('chats')).toBeTruthy();
  expect(engine.calls[0]).toMatchObject({ name: 'session.start', params: { userId: SESSION.user_id } });
});

test('the new key stays on the screen when the engine needs nothing more', async () => {
  const { user, engine } = run('set_up_needed');
  await user.click(await screen.findByRole('button', { name: 'Make the key' }));
  act(() => engine.set('engine', status('none')));
  expect(await screen.findByLabelText('Your recovery key')).toBeTruthy();
  await user.click(screen.getByRole('checkbox'));
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('chats')).toBeTruthy();
});

test('putting it off is remembered on this device', async () => {
  const { user, unmount } = run('set_up_needed');
  await user.click(await screen.findByRole('button', { name: 'Later' }));
  expect(await screen.findByText('chats')).toBeTruthy();
  unmount();
  run('set_up_needed');
  expect(await screen.findByText('chats')).toBeTruthy();
});

test('a device verified from elsewhere needs no key any more', async () => {
  const { engine } = run('restore_needed');
  expect(await screen.findByRole('heading', { name: /Open your messages/ })).toBeTruthy();
  act(() => engine.set('engine', status('none')));
  expect(await screen.findByText('chats')).toBeTruthy();
});

test('an ended session leads to the login with the reason', async () => {
  const { engine, router } = run('none');
  await screen.findByText('chats');
  act(() => engine.emit({ type: 'session_ended' }));
  await waitFor(() => expect(router.state.location.href).toBe('/login?reason=ended'));
});
