// SPDX-License-Identifier: EUPL-1.2
// Accepting and declining an invitation.
import { useState } from 'react';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { showToast } from '@/ui';

export type InviteAnswer = 'accept' | 'reject';

export function useInviteAnswer(roomId: string) {
  const engine = useEngine();
  const [pending, setPending] = useState<InviteAnswer | null>(null);
  /** True when the server took the answer. */
  const answer = async (kind: InviteAnswer): Promise<boolean> => {
    setPending(kind);
    try {
      await engine.call(kind === 'accept' ? 'rooms.acceptInvite' : 'rooms.rejectInvite', { roomId });
      return true;
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' });
      return false;
    } finally {
      setPending(null);
    }
  };
  return { answer, pending };
}
