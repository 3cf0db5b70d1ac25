// SPDX-License-Identifier: EUPL-1.2
// A dangerous step that needs a proof and then is done: remove a factor, make new recovery codes, sign devices out.
import type { ReactNode } from 'react';
import type { Proof } from '@/engine/rpc/protocol';
import { ProofStep } from '@/shared/proof/ProofStep';
import { useProof } from '@/shared/proof/useProof';
import { Dialog } from '@/ui';
import styles from '../../Settings.module.css';

interface ProvenDialogProps<T> {
  title: string;
  action: string;
  danger?: boolean;
  request(proof: Proof | null): Promise<T>;
  onDone(value: T): void;
  onClose(): void;
  /** What will happen. */
  children: ReactNode;
}

export function ProvenDialog<T>({ title, action, danger, request, onDone, onClose, children }: ProvenDialogProps<T>) {
  const proving = useProof(request, onDone);
  return (
    <Dialog title={title} isOpen onClose={onClose} size="sm">
      <div className={styles.stack}>
        {children}
        <ProofStep proving={proving} action={action} {...(danger ? { danger } : {})} />
      </div>
    </Dialog>
  );
}
