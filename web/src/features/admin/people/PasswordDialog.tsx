// SPDX-License-Identifier: EUPL-1.2
// Another password for somebody who has lost theirs; it is handed over by hand.
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ProofForm } from '@/shared/proof/ProofForm';
import { useProof } from '@/shared/proof/useProof';
import { Button, Dialog, PasswordField } from '@/ui';
import styles from '../Admin.module.css';
import { useRefusal } from '../refusal';
import { care } from './api';

interface PasswordDialogProps {
  userId: string;
  onDone(): void;
  onClose(): void;
}

export function PasswordDialog({ userId, onDone, onClose }: PasswordDialogProps) {
  const { t } = useTranslation('admin');
  const refusal = useRefusal();
  const [password, setPassword] = useState('');
  const proving = useProof(
    (proof) => care.setPassword(userId, password, proof),
    () => {
      onDone();
      onClose();
    },
  );
  const { asked, failure, isPending, start } = proving;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password && !isPending) start();
  };
  return (
    <Dialog title={t('people.newPassword')} isOpen isDismissable={false} onClose={onClose} size="sm">
      {asked ? (
        <ProofForm asked={asked} proving={proving} action={t('people.newPassword')} danger />
      ) : (
        <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
          <p>{t('people.passwordText')}</p>
          <PasswordField
            label={t('login.password')}
            hint={t('login.passwordHint')}
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
            error={failure ? refusal(failure.reason) : null}
            autoFocus
          />
          <Button type="submit" variant="primary" isPending={isPending} isDisabled={!password}>
            {t('continue')}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
