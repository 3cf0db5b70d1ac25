// SPDX-License-Identifier: EUPL-1.2
// Making a recovery key: the call, and the proof of who asks when the server wants one.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proof } from '@/engine/rpc/models';
import { useEngine } from '@/engine/rpc/react';
import { type Proving, useProof } from '@/shared/proof/useProof';

export type SetUpKind = 'first' | 'reset' | 'change';

export interface RecoverySetUp {
  /** The new key, shown until the person says that it is kept. */
  recoveryKey: string | null;
  proving: Proving;
}

export function useRecoverySetUp(kind: SetUpKind): RecoverySetUp {
  const engine = useEngine();
  // The texts of the form come with the page: it must not vanish while they load.
  useTranslation('factors');
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null);
  const make = (proof: Proof | null) => {
    if (kind === 'change') return engine.call('crypto.changeRecoveryKey', {});
    return engine.call('crypto.setUp', kind === 'reset' ? { proof, reset: true } : { proof });
  };
  const proving = useProof(make, (made) => setRecoveryKey(made.recoveryKey));
  return { recoveryKey, proving };
}
