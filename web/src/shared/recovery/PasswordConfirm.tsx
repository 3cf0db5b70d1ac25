// SPDX-License-Identifier: EUPL-1.2
// Asks for the account's password before a step that changes keys or devices.
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/errors';
import { Button, PasswordField } from '@/ui';
import styles from './Recovery.module.css';

interface PasswordConfirmProps {
  error: unknown;
  isPending: boolean;
  action?: string;
  onConfirm(password: string): void;
}

export function PasswordConfirm({ error, isPending, action, onConfirm }: PasswordConfirmProps) {
  const { t } = useTranslation('recovery');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password) onConfirm(password);
  };
  return (
    <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
      <PasswordField
        label={t('needPassword')}
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={error ? errorText(error) : null}
        autoFocus
      />
      <Button type="submit" variant="primary" isPending={isPending} isDisabled={!password}>
        {action ?? t('confirm')}
      </Button>
    </Form>
  );
}
