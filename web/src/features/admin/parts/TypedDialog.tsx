// SPDX-License-Identifier: EUPL-1.2
// A deed that cannot be undone: its scope, a word typed by hand, and where the server asks for it a proof of who acts.
import { type FormEvent, type ReactNode, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Proof } from '@/engine/rpc/models';
import { ProofForm } from '@/shared/proof/ProofForm';
import { useProof } from '@/shared/proof/useProof';
import { Banner, Button, Dialog, TextField } from '@/ui';
import styles from '../Admin.module.css';
import { useRefusal } from '../refusal';

interface TypedDialogProps<T> {
  title: string;
  /** Word on the button that acts. */
  action: string;
  /** What must be typed. */
  word: string;
  request(typed: string, proof: Proof | null): Promise<T>;
  onDone(value: T): void;
  onClose(): void;
  /** What the deed touches. */
  children: ReactNode;
}

export function TypedDialog<T>({ title, action, word, request, onDone, onClose, children }: TypedDialogProps<T>) {
  const { t } = useTranslation('admin');
  const refusal = useRefusal();
  const [typed, setTyped] = useState('');
  const proving = useProof((proof) => request(typed.trim(), proof), onDone);
  const { asked, failure, isPending, start } = proving;
  const matches = typed.trim() === word;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches && !isPending) start();
  };
  return (
    <Dialog title={title} isOpen isDismissable={false} onClose={onClose} size="sm">
      <div className={styles.stack}>
        {children}
        {asked ? (
          <ProofForm asked={asked} proving={proving} action={action} danger />
        ) : (
          <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
            <TextField
              label={t('typed.label', { word })}
              value={typed}
              onChange={setTyped}
              autoCapitalize="none"
              autoComplete="off"
              spellCheck="false"
              autoFocus
            />
            {failure && (
              <Banner tone="bad" boxed>
                {refusal(failure.reason)}
              </Banner>
            )}
            <div className={styles.bar}>
              <Button onPress={onClose}>{t('cancel')}</Button>
              <Button type="submit" variant="danger" isPending={isPending} isDisabled={!matches}>
                {action}
              </Button>
            </div>
          </Form>
        )}
      </div>
    </Dialog>
  );
}
