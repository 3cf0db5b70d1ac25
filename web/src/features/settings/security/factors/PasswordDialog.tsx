// SPDX-License-Identifier: EUPL-1.2
// A new password: typed twice, then confirmed by the old one, a code or a passkey.
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { api } from '@/api/endpoints';
import { errorText } from '@/shared/errors';
import { ProofForm, useBackToField } from '@/shared/proof/ProofForm';
import { useProof } from '@/shared/proof/useProof';
import { Button, Checkbox, Dialog, PasswordField, showToast } from '@/ui';
import styles from '../../Settings.module.css';

export function PasswordDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('factors');
  const [password, setPassword] = useState('');
  const [endSessions, setEndSessions] = useState(true);
  const done = () => {
    showToast({ text: t('passwordChanged'), tone: 'ok' });
    onClose();
  };
  const proving = useProof((auth) => api.changePassword(password, endSessions, auth), done);
  const { asked, isPending, failure, start } = proving;
  return (
    <Dialog title={t('changePassword')} isOpen isDismissable={false} onClose={onClose} size="sm">
      {asked ? (
        <ProofForm asked={asked} proving={proving} action={t('changePassword')} />
      ) : (
        <NewPassword
          password={password}
          onChange={setPassword}
          endSessions={endSessions}
          onEndSessions={setEndSessions}
          error={failure?.reason}
          isPending={isPending}
          onDone={start}
        />
      )}
    </Dialog>
  );
}

interface NewPasswordProps {
  password: string;
  onChange(password: string): void;
  endSessions: boolean;
  onEndSessions(end: boolean): void;
  error: unknown;
  isPending: boolean;
  onDone(): void;
}

function NewPassword({ password, onChange, endSessions, onEndSessions, error, isPending, onDone }: NewPasswordProps) {
  const { t } = useTranslation('factors');
  const [again, setAgain] = useState('');
  const words = useRefusal(error);
  const input = useBackToField(Boolean(error));
  const differs = again !== '' && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password && again === password && !isPending) onDone();
  };
  return (
    <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
      <PasswordField
        label={t('newPassword')}
        hint={t('newPasswordHint')}
        autoComplete="new-password"
        value={password}
        onChange={onChange}
        inputRef={input}
        error={words}
        autoFocus
      />
      <PasswordField
        label={t('repeatPassword')}
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        error={differs ? t('passwordsDiffer') : null}
      />
      <Checkbox isSelected={endSessions} onChange={onEndSessions}>
        {t('endSessions')}
      </Checkbox>
      <Button type="submit" variant="primary" isPending={isPending} isDisabled={!password || again !== password}>
        {t('continue')}
      </Button>
    </Form>
  );
}

/** Why the server does not take the new password. */
function useRefusal(error: unknown): string | null {
  const { t } = useTranslation('factors');
  const { min_length: least, reason } = error instanceof ApiError ? error.problem : {};
  if (least) return t('tooShort', { count: least });
  if (reason === 'breached') return t('breached');
  return error ? errorText(error) : null;
}
