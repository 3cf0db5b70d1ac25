// SPDX-License-Identifier: EUPL-1.2
// The recovery key: made and kept before going on, or used to open messages on a new device.
import { screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { EngineError } from '@/engine/rpc/errors';
import { fakeEngine } from '@/testing/fakeEngine';
import { renderPage } from '@/testing/render';
import { RecoveryPage } from './RecoveryPage';

const KEY = 'EsTc LW2K PGiF wKEA';
const actions = () => ({ onDone: vi.fn(), onLater: vi.fn(), onReset: vi.fn() });

test('one goes on only after saying that the key is kept', async () => {
  const engine = fakeEngine();
  engine.answer('crypto.setUp', () => ({ recoveryKey: KEY }));
  const props = actions();
  const { user } = renderPage(<RecoveryPage need="set_up_needed" {...props} />, { engine });
  await user.click(await screen.findByRole('button', { name: 'Make the key' }));
  expect((await screen.findByLabelText('Your recovery key')).textContent).toBe(KEY.replaceAll(' ', ''));
  const next = screen.getByRole('button', { name: 'Continue' });
  expect((next as HTMLButtonElement).disabled).toBe(true);
  await user.click(screen.getByRole('checkbox'));
  await user.click(next);
  expect(props.onDone).toHaveBeenCalledOnce();
});

test('a proof is asked for when the server wants it', async () => {
  const engine = fakeEngine();
  engine.answer('crypto.setUp', (params) => {
    const question = { flows: [{ stages: ['m.login.password'] }, { stages: ['org.chancery.code'] }] };
    if (!(params as { proof: object | null }).proof) throw new EngineError('proof_needed', '', { question });
    return { recoveryKey: KEY };
  });
  const { user } = renderPage(<RecoveryPage need="reset" {...actions()} />, { engine });
  await user.click(await screen.findByRole('button', { name: 'Make the key' }));
  await user.type(await screen.findByLabelText('Code'), '123456{Enter}');
  expect(await screen.findByLabelText('Your recovery key')).toBeTruthy();
  const proof = { type: 'org.chancery.code', code: '123456' };
  expect(engine.calls.at(-1)).toEqual({ name: 'crypto.setUp', params: { proof, reset: true } });
});

test('a key that does not fit is told beside the field', async () => {
  const engine = fakeEngine();
  engine.answer('crypto.restore', () => {
    throw new EngineError('recovery_key_wrong', '');
  });
  const props = actions();
  const { user } = renderPage(<RecoveryPage need="restore_needed" {...props} />, { engine });
  await user.type(await screen.findByRole('textbox', { name: 'Recovery key' }), 'EsTc');
  await user.click(screen.getByRole('button', { name: 'Open messages' }));
  expect(await screen.findByText(/does not fit this account/)).toBeTruthy();
  expect(props.onDone).not.toHaveBeenCalled();
});

test('giving up old messages needs a second yes', async () => {
  const props = actions();
  const { user } = renderPage(<RecoveryPage need="restore_needed" {...props} />);
  await user.click(await screen.findByRole('button', { name: 'Make a new key' }));
  expect(props.onReset).not.toHaveBeenCalled();
  const dialog = await screen.findByRole('alertdialog');
  await waitFor(() => expect(dialog.textContent).toContain('stay closed'));
  await user.click(screen.getAllByRole('button', { name: 'Make a new key' }).at(-1) as HTMLElement);
  expect(props.onReset).toHaveBeenCalledOnce();
});
