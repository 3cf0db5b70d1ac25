// SPDX-License-Identifier: EUPL-1.2
// A request that the server answers only after a proof of who asks: tried without, then with what the person gives.
import { useState } from 'react';
import { ApiError } from '@/api/client';
import type { Auth, PasskeyOptions, Proof } from '@/api/types';
import { hasPasskeys } from '@/shared/passkeys';

/** What is typed; a passkey is proven beside it. */
export type ProofKind = Exclude<Proof['type'], 'org.chancery.passkey'>;

interface Challenge {
  kinds: ProofKind[];
  session: string | undefined;
  passkey: PasskeyOptions | null;
}

export interface Proving {
  /** What the server takes, once it has asked. */
  kinds: ProofKind[] | null;
  /** What the browser is asked for a proof by passkey. */
  passkey: PasskeyOptions | null;
  isPending: boolean;
  /** The proof was wrong, or the request failed otherwise. */
  error: unknown;
  start(): void;
  prove(proof: Proof): void;
}

const PASSKEY = 'org.chancery.passkey';
const KNOWN: readonly ProofKind[] = ['org.chancery.code', 'm.login.password'];

export function useProof<T>(request: (auth: Auth | null) => Promise<T>, onDone: (value: T) => void): Proving {
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const attempt = async (proof: Proof | null) => {
    setPending(true);
    setError(null);
    try {
      onDone(await request(proof && { ...proof, ...(challenge?.session ? { session: challenge.session } : {}) }));
    } catch (reason) {
      const asked = challengeOf(reason);
      if (asked) setChallenge(asked);
      // The first question is no failure.
      if (!asked || proof) setError(reason);
    } finally {
      setPending(false);
    }
  };
  return {
    kinds: challenge?.kinds ?? null,
    passkey: challenge?.passkey ?? null,
    isPending,
    error,
    start: () => void attempt(null),
    prove: (proof) => void attempt(proof),
  };
}

function challengeOf(reason: unknown): Challenge | null {
  if (!(reason instanceof ApiError) || reason.code !== 'interactive_auth_needed') return null;
  const offered = new Set((reason.problem.flows ?? []).flatMap(({ stages }) => stages));
  const { session, params } = reason.problem;
  const passkey = offered.has(PASSKEY) && hasPasskeys() ? params?.[PASSKEY] : null;
  return {
    kinds: KNOWN.filter((kind) => offered.has(kind)),
    session,
    passkey: (passkey ?? null) as PasskeyOptions | null,
  };
}
