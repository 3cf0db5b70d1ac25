// SPDX-License-Identifier: EUPL-1.2
// Shows the running verification of a device or a person; any part of the application may start one.
import { useVerifications } from '@/engine/rpc/react';
import { VerificationDialog } from './VerificationDialog';

export function VerificationHost() {
  const { value } = useVerifications();
  const running = value?.[0];
  return running ? <VerificationDialog key={running.id} verification={running} /> : null;
}
