// SPDX-License-Identifier: EUPL-1.2
// What is said before a factor is removed, and where the focus is after it.
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage } from '@/testing/render';
import { FactorsBlock } from './FactorsBlock';

const passkey = (id: string) => ({ id, name: `Key ${id}`, created_at: 1, used_at: null });
const factors = (totp_since: number | null, ...ids: string[]) => ({
  totp_since,
  passkeys: ids.map(passkey),
  recovery_codes_left: 8,
  can_add_passkey: true,
});
const NEEDED = { code: 'interactive_auth_needed', flows: [{ stages: ['org.chancery.code'] }] };

/** A server on which the next right code changes the factors. */
function serve(before: object, after: object = before) {
  let state = before;
  const remove = (body: unknown) => {
    if (!(body as { auth: object | null }).auth) return { status: 401, body: NEEDED };
    state = after;
    return { body: {} };
  };
  stubFetch({
    'GET /api/v1/account/factors': () => ({ body: state }),
    'POST /api/v1/account/totp/remove': remove,
    'POST /api/v1/account/passkeys/remove': remove,
  });
}

test('with passkeys left, removing the application does not leave the password alone', async () => {
  serve(factors(1, 'a'));
  const { user } = renderPage(<FactorsBlock />);
  await user.click(await screen.findByRole('button', { name: 'Remove the application' }));
  const dialog = await screen.findByRole('dialog');
  await waitFor(() => expect(dialog.textContent).toContain('signing in takes a passkey'));
  expect(dialog.textContent).not.toContain('password alone');
});

test('of the last passkey it is said what its removal leaves', async () => {
  serve(factors(null, 'a'), factors(null));
  const { user } = renderPage(<FactorsBlock />);
  await user.click(await screen.findByRole('button', { name: 'Remove Key a' }));
  expect((await screen.findByRole('dialog')).textContent).toContain('the password alone opens your account');
  await user.type(await screen.findByLabelText('Code'), 'abcde-fghij{Enter}');
  const state = await screen.findByText('The password alone opens your account.');
  await waitFor(() => expect(document.activeElement).not.toBe(document.body));
  expect(document.activeElement?.contains(state)).toBe(true);
});

test('of one passkey among several nothing of the kind is said', async () => {
  serve(factors(null, 'a', 'b'));
  const { user } = renderPage(<FactorsBlock />);
  await user.click(await screen.findByRole('button', { name: 'Remove Key b' }));
  expect((await screen.findByRole('dialog')).textContent).not.toContain('password alone');
});
