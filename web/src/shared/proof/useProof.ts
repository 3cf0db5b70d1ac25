// SPDX-License-Identifier: EUPL-1.2
// A request that the server answers only after a proof of who asks: tried without, then with what the person gives.
import { useState } from 'react';
import { ApiError } from '@/api/client';
import type { PasskeyOptions } from '@/api/types';
import { EngineError } from '@/engine/rpc/errors';
import type { Proof, ProofQuestion } from '@/engine/rpc/models';
import { hasPasskeys, provePasskey } from '@/shared/passkeys';

/** What is typed; a passkey is proven beside it. */
export type ProofKind = Exclude<Proof['type'], 'org.chancery.passkey'>;

/** What the server takes, as far as this browser can give it. */
export interface Asked {
  /** The likeliest first. */
  kinds: ProofKind[];
  passkey: PasskeyOptions | null;
}

export interface Failure {
  reason: unknown;
  /** What was tried; null before the server has asked. */
  by: Proof['type'] | null;
}

export interface Proving {
  /** Null until the server has asked. */
  asked: Asked | null;
  isPending: boolean;
  /** The proof was wrong, the browser gave none, or the request failed otherwise. */
  failure: Failure | null;
  start(): void;
  prove(proof: Proof): void;
  /** Lets the browser ask for the passkey. */
  provePasskey(): void;
}

const PASSKEY = 'org.chancery.passkey';

export function useProof<T>(request: (proof: Proof | null) => Promise<T>, onDone: (value: T) => void): Proving {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const attempt = async (by: Failure['by'], find: () => Promise<Proof | null>) => {
    setPending(true);
    setFailure(null);
    try {
      onDone(await request(await find()));
    } catch (reason) {
      const question = questionOf(reason);
      // Each question has fresh options for the passkey.
      if (question) setAsked(readQuestion(question));
      // The first question is no failure.
      if (!question || by) setFailure({ reason, by });
    } finally {
      setPending(false);
    }
  };
  const byPasskey = async (): Promise<Proof> => ({
    type: PASSKEY,
    credential: await provePasskey(asked?.passkey ?? {}),
  });
  return {
    asked,
    isPending,
    failure,
    start: () => void attempt(null, async () => null),
    prove: (proof) => void attempt(proof.type, async () => proof),
    provePasskey: () => void attempt(PASSKEY, byPasskey),
  };
}

/** What the server asks for with a refusal, by either way of reaching it. */
export function questionOf(reason: unknown): ProofQuestion | null {
  if (reason instanceof ApiError) return reason.code === 'interactive_auth_needed' ? reason.problem : null;
  return reason instanceof EngineError ? (reason.question ?? null) : null;
}

function readQuestion({ flows = [], params = {} }: ProofQuestion): Asked {
  const offered = new Set(flows.flatMap(({ stages }) => stages));
  const passkey = offered.has(PASSKEY) && hasPasskeys() ? ((params[PASSKEY] ?? null) as PasskeyOptions | null) : null;
  // With a passkey there may be no application, and codes on paper are for emergencies.
  const order: ProofKind[] = ['org.chancery.code', 'm.login.password'];
  if (passkey) order.reverse();
  return { kinds: order.filter((kind) => offered.has(kind)), passkey };
}
