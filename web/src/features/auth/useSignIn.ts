// SPDX-License-Identifier: EUPL-1.2
// The sign-in request with its refusals: wrong password, a code asked for, growing delay, no connection.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '@/api/client';
import { api } from '@/api/endpoints';
import type { Session } from '@/api/types';
import { deviceName } from '@/shared/deviceName';
import { provePasskey } from '@/shared/passkeys';

export interface SignIn {
  submit(user: string, password: string): void;
  /** Whom the server asks for the code of a second factor, after the right password. */
  codeFor: string | null;
  /** Whether that person has an authenticator application; otherwise the code is one from paper. */
  hasApplication: boolean;
  submitCode(code: string): void;
  submitPasskey(): void;
  /** Begin anew, with another account. */
  restart(): void;
  isPending: boolean;
  error: Error | null;
  /** Until then the server takes no further attempt. */
  waitUntil: number | null;
}

interface Attempt {
  user: string;
  password: string;
  code?: string;
}

const FALLBACK_WAIT_MS = 5000;

const asksForCode = (error: Error) => error instanceof ApiError && error.code === 'second_factor_needed';

/** With name and password, or with nothing but a passkey. */
async function enter(attempt: Attempt | null): Promise<Session> {
  const device_name = deviceName();
  if (attempt) return api.signIn({ ...attempt, device_name });
  return api.signIn({ passkey: await provePasskey(await api.passkeyQuestion()), device_name });
}

export function useSignIn(onDone: (session: Session) => void): SignIn {
  const [waitUntil, setWaitUntil] = useState<number | null>(null);
  const [known, setKnown] = useState<Attempt | null>(null);
  const [factors, setFactors] = useState<string[]>([]);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: enter,
    onSuccess: onDone,
    onError: (reason, attempt) => {
      if (attempt && asksForCode(reason)) {
        setKnown({ user: attempt.user, password: attempt.password });
        setFactors((reason as ApiError).problem.factors ?? []);
      }
      if (!(reason instanceof ApiError) || reason.status !== 429) return;
      setWaitUntil(Date.now() + (reason.retryAfterMs ?? FALLBACK_WAIT_MS));
    },
  });
  const restart = () => {
    setKnown(null);
    reset();
  };
  return {
    submit: (user, password) => mutate({ user: user.trim(), password }),
    codeFor: known?.user ?? null,
    hasApplication: factors.includes('totp'),
    submitCode: (code) => known && mutate({ ...known, code }),
    submitPasskey: () => mutate(null),
    restart,
    isPending,
    error: error && !asksForCode(error) ? error : null,
    waitUntil,
  };
}
