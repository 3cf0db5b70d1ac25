// SPDX-License-Identifier: EUPL-1.2
// User-interactive authentication with a password that the page passed along for one call.
import { type AuthDict, MatrixError } from 'matrix-js-sdk';
import { EngineError } from '../rpc/errors';
import type { Session } from '../session';
import { toEngineError } from './failures';

type Request<T> = (auth: AuthDict | null) => Promise<T>;

/** Tries without, then with the password. Rejects with `password_needed` or `wrong_password`. */
export async function withPassword<T>(session: Session, password: string | undefined, request: Request<T>): Promise<T> {
  const challenge = await firstTry(request);
  if ('value' in challenge) return challenge.value;
  if (password === undefined) throw new EngineError('password_needed', 'The server asks for the password.');
  const auth: AuthDict = {
    type: 'm.login.password',
    identifier: { type: 'm.id.user', user: session.userId },
    password,
    ...(challenge.session ? { session: challenge.session } : {}),
  };
  return request(auth).catch((reason: unknown) => {
    if (isChallenge(reason)) throw new EngineError('wrong_password', 'The server refused the password.');
    throw toEngineError(reason);
  });
}

async function firstTry<T>(request: Request<T>): Promise<{ value: T } | { session: string | null }> {
  try {
    return { value: await request(null) };
  } catch (reason) {
    if (!isChallenge(reason)) throw toEngineError(reason);
    const { session } = reason.data as { session?: unknown };
    return { session: typeof session === 'string' ? session : null };
  }
}

function isChallenge(reason: unknown): reason is MatrixError {
  return reason instanceof MatrixError && reason.httpStatus === 401 && 'flows' in reason.data;
}
