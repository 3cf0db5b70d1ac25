// SPDX-License-Identifier: EUPL-1.2
// User-interactive authentication with a proof that the page passed along for one call.
import type { AuthDict } from 'matrix-js-sdk';
import { EngineError } from '../rpc/errors';
import type { Proof } from '../rpc/models';
import type { Session } from '../session';
import { toEngineError } from './failures';

type Request<T> = (auth: AuthDict | null) => Promise<T>;

/**
 * Without a proof the server tells what it takes: rejects with `proof_needed`, after a wrong proof with `proof_refused`.
 * The proof goes without the session of the question, which is of one body: another call may have made other keys,
 * and a person may take longer than a session lasts.
 */
export async function withProof<T>(session: Session, proof: Proof | null, request: Request<T>): Promise<T> {
  try {
    return await request(proof && authOf(session, proof));
  } catch (reason) {
    const error = toEngineError(reason);
    if (!proof || error.code !== 'proof_needed') throw error;
    throw EngineError.fromData({ ...error.toData(), code: 'proof_refused' });
  }
}

function authOf(session: Session, proof: Proof): AuthDict {
  if (proof.type !== 'm.login.password') return proof;
  return { ...proof, identifier: { type: 'm.id.user', user: session.userId } };
}
