// SPDX-License-Identifier: EUPL-1.2
// The question who asks: by code, password or passkey, with what is said when it is not answered rightly.
import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { EngineError } from '@/engine/rpc/errors';
import type { Proof } from '@/engine/rpc/models';
import { renderPage } from '@/testing/render';
import { ProofStep } from './ProofStep';
import { useProof } from './useProof';

const CODE = 'org.chancery.code';
const PASSWORD = 'm.login.password';
const PASSKEY = 'org.chancery.passkey';

/** A server that takes one proof, and asks for one of the stages until it has it. */
function server(stages: string[], isRight: (proof: Proof) => boolean) {
  let challenges = 0;
  return vi.fn(async (proof: Proof | null): Promise<null> => {
    if (proof && isRight(proof)) return null;
    challenges += 1;
    const question = {
      flows: stages.map((stage) => ({ stages: [stage] })),
      params: { [PASSKEY]: { challenge: `challenge ${challenges}` } },
    };
    throw new EngineError(proof ? 'proof_refused' : 'proof_needed', '', { question });
  });
}

function Step({ request, onDone }: { request(proof: Proof | null): Promise<null>; onDone(): void }) {
  return <ProofStep proving={useProof(request, onDone)} action="Go" />;
}

function show(request: (proof: Proof | null) => Promise<null>) {
  const onDone = vi.fn();
  const { user } = renderPage(<Step request={request} onDone={onDone} />);
  return { user, onDone };
}

/** A browser whose passkeys answer in turn: with a credential, or by refusing. */
function giveBrowser(...answers: (object | Error)[]) {
  const given: unknown[] = [];
  class Credential {
    static parseRequestOptionsFromJSON = (options: unknown) => options;
    constructor(private readonly json: object) {}
    toJSON = () => this.json;
  }
  vi.stubGlobal('PublicKeyCredential', Credential);
  const get = async ({ publicKey }: { publicKey: unknown }) => {
    given.push(publicKey);
    const answer = answers.shift() ?? {};
    if (answer instanceof Error) throw answer;
    return new Credential(answer);
  };
  vi.spyOn(navigator, 'credentials', 'get').mockReturnValue({ get } as unknown as CredentialsContainer);
  return given;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('who has a second factor is asked for a code, and told of a wrong one', async () => {
  const request = server([PASSWORD, CODE], (proof) => proof.type === CODE && proof.code === '123456');
  const { user, onDone } = show(request);
  await user.type(await screen.findByLabelText('Code'), '000000{Enter}');
  expect(await screen.findByText(/code is wrong/)).toBeTruthy();
  expect((screen.getByLabelText('Code') as HTMLInputElement).value).toBe('');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Code')));
  await user.keyboard('123456{Enter}');
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
});

test('the password does as well where the server takes it', async () => {
  const request = server([PASSWORD, CODE], (proof) => proof.type === PASSWORD && proof.password === 'secret');
  const { user, onDone } = show(request);
  await user.click(await screen.findByRole('button', { name: 'Use the password' }));
  await user.type(screen.getByLabelText('Your password'), 'guess{Enter}');
  expect(await screen.findByText('The password is wrong.')).toBeTruthy();
  await user.keyboard('secret{Enter}');
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
});

test('a cancelled or refused passkey is told as such, and asked for anew', async () => {
  const given = giveBrowser(new DOMException('', 'NotAllowedError'), { id: 'old' }, { id: 'right' });
  const isRight = (proof: Proof) => proof.type === PASSKEY && (proof.credential as { id: string }).id === 'right';
  const { user, onDone } = show(server([PASSWORD, PASSKEY, CODE], isRight));
  const passkey = await screen.findByRole('button', { name: 'Use a passkey' });
  await user.click(passkey);
  expect((await screen.findByRole('alert')).textContent).toContain('the dialog was closed');
  await user.click(passkey);
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('was not accepted'));
  await user.click(passkey);
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(given).toEqual([{ challenge: 'challenge 1' }, { challenge: 'challenge 1' }, { challenge: 'challenge 2' }]);
});

test('a browser without passkeys does not offer them', async () => {
  show(server([PASSKEY, CODE], () => true));
  await screen.findByLabelText('Code');
  expect(screen.queryByRole('button', { name: 'Use a passkey' })).toBeNull();
});

test('a question that could not be fetched is asked again', async () => {
  const asked = server([PASSWORD], () => true);
  const request = vi.fn(asked).mockRejectedValueOnce(new EngineError('server_unreachable', ''));
  const { user } = show(request);
  expect((await screen.findByRole('alert')).textContent).toContain('does not answer');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByLabelText('Your password')).toBeTruthy();
});
