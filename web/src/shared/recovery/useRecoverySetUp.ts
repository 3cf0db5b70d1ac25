// SPDX-License-Identifier: EUPL-1.2
// Making a recovery key: the call, and the password when the server asks for it.
import { useState } from 'react';
import { EngineError } from '@/engine/rpc/errors';
import { useEngine } from '@/engine/rpc/react';

export type SetUpKind = 'first' | 'reset' | 'change';

export interface RecoverySetUp {
  /** The new key, shown until the person says that it is kept. */
  recoveryKey: string | null;
  isPending: boolean;
  needsPassword: boolean;
  error: unknown;
  start(kind: SetUpKind, password?: string): Promise<void>;
}

const asksForPassword = (reason: unknown) =>
  reason instanceof EngineError && (reason.code === 'password_needed' || reason.code === 'wrong_password');

export function useRecoverySetUp(): RecoverySetUp {
  const engine = useEngine();
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const [needsPassword, setNeedsPassword] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const make = (kind: SetUpKind, password?: string) => {
    const confirmed = password ? { password } : {};
    if (kind === 'change') return engine.call('crypto.changeRecoveryKey', confirmed);
    return engine.call('crypto.setUp', kind === 'reset' ? { ...confirmed, reset: true } : confirmed);
  };
  const start = async (kind: SetUpKind, password?: string) => {
    setPending(true);
    setError(null);
    try {
      const made = await make(kind, password);
      setNeedsPassword(false);
      setRecoveryKey(made.recoveryKey);
    } catch (reason) {
      setNeedsPassword(asksForPassword(reason));
      setError(reason instanceof EngineError && reason.code === 'password_needed' ? null : reason);
    } finally {
      setPending(false);
    }
  };
  return { recoveryKey, isPending, needsPassword, error, start };
}
