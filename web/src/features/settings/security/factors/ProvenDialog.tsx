// SPDX-License-Identifier: EUPL-1.2
// A step of the sign-in's protection that needs a proof and then is done: remove a factor, make new recovery codes.
import type { ReactNode } from 'react';
import type { Auth } from '@/api/types';
import { errorText } from '@/shared/errors';
import { ProofForm } from '@/shared/proof/ProofForm';
import { useProof } from '@/shared/proof/useProof';
import { Banner, Dialog } from '@/ui';
import styles from '../../Settings.module.css';
import { useStart } from './TotpDialog';

interface ProvenDialogProps<T> {
  title: string;
  text: ReactNode;
  action: string;
  danger?: boolean;
  request(auth: Auth | null): Promise<T>;
  onDone(value: T): void;
  onClose(): void;
}

export function ProvenDialog<T>({ title, text, action, danger, request, onDone, onClose }: ProvenDialogProps<T>) {
  const { kinds, passkey, error, isPending, start, prove } = useProof(request, onDone);
  useStart(start);
  return (
    <Dialog title={title} isOpen onClose={onClose} size="sm">
      <div className={styles.stack}>
        <p>{text}</p>
        {error !== null && !kinds && (
          <Banner tone="bad" boxed>
            {errorText(error)}
          </Banner>
        )}
        {kinds && (
          <ProofForm
            kinds={kinds}
            passkey={passkey}
            error={error}
            isPending={isPending}
            action={action}
            {...(danger ? { danger } : {})}
            onProve={prove}
          />
        )}
      </div>
    </Dialog>
  );
}
