// SPDX-License-Identifier: EUPL-1.2
// User-interactive authentication: what the page learns from a refusal, and what goes to the server.
import { MatrixError } from 'matrix-js-sdk';
import { expect, test } from 'vitest';
import type { Session } from '../session';
import { withProof } from './uia';

const session = { userId: '@anna:office.example' } as Session;
const flows = [{ stages: ['m.login.password'] }, { stages: ['org.chancery.passkey'] }];
const params = { 'org.chancery.passkey': { challenge: 'c' } };
const refusal = (errcode?: string) =>
  new MatrixError({ flows, params, session: 's', completed: [], ...(errcode ? { errcode } : {}) }, 401);

test('without a proof the page learns what the server takes', async () => {
  const asked = withProof(session, null, async () => Promise.reject(refusal()));
  await expect(asked).rejects.toMatchObject({ code: 'proof_needed', question: { flows, params } });
});

test('a wrong proof is told apart from the first question, and brings a fresh one', async () => {
  const proof = { type: 'org.chancery.code', code: '000000' } as const;
  const asked = withProof(session, proof, async () => Promise.reject(refusal('M_FORBIDDEN')));
  await expect(asked).rejects.toMatchObject({ code: 'proof_refused', question: { flows, params } });
});

test('other refusals keep their reason', async () => {
  const tooMany = new MatrixError({ errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 3000 }, 429);
  const asked = withProof(session, { type: 'm.login.password', password: 'x' }, async () => Promise.reject(tooMany));
  await expect(asked).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 3000 });
});

test('a password goes with the name of its account, a passkey as it is', async () => {
  const echo = async (auth: unknown) => auth;
  const password = { type: 'm.login.password', password: 'x' } as const;
  expect(await withProof(session, password, echo)).toEqual({
    ...password,
    identifier: { type: 'm.id.user', user: '@anna:office.example' },
  });
  const passkey = { type: 'org.chancery.passkey', credential: { id: 'k' } } as const;
  expect(await withProof(session, passkey, echo)).toEqual(passkey);
});
