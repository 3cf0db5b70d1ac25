// SPDX-License-Identifier: EUPL-1.2
// The sign-in request with its refusals: wrong password, growing delay, no connection.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '@/api/client';
import { api } from '@/api/endpoints';
import type { Session } from '@/api/types';
import { deviceName } from './deviceName';

export interface SignIn {
  submit(user: string, password: string): void;
  isPending: boolean;
  error: Error | null;
  /** Until then the server takes no further attempt. */
  waitUntil: number | null;
}

const FALLBACK_WAIT_MS = 5000;

export function useSignIn(onDone: (session: Session) => void): SignIn {
  const [waitUntil, setWaitUntil] = useState<number | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ user, password }: { user: string; password: string }) =>
      api.signIn({ user: user.trim(), password, device_name: deviceName() }),
    onSuccess: onDone,
    onError: (reason) => {
      if (!(reason instanceof ApiError) || reason.status !== 429) return;
      setWaitUntil(Date.now() + (reason.retryAfterMs ?? FALLBACK_WAIT_MS));
    },
  });
  return { submit: (user, password) => mutate({ user, password }), isPending, error, waitUntil };
}
