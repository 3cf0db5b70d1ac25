// SPDX-License-Identifier: EUPL-1.2
// Asks who it is before a dangerous step: by a code or by the password, whichever the account has.
import { IconFingerprint } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { PasskeyOptions, Proof } from '@/api/types';
import { errorText } from '@/shared/errors';
import { provePasskey } from '@/shared/passkeys';
import { Button, PasswordField, showToast, TextField } from '@/ui';
import styles from './Proof.module.css';
import type { ProofKind } from './useProof';

interface ProofFormProps {
  kinds: ProofKind[];
  passkey: PasskeyOptions | null;
  error: unknown;
  isPending: boolean;
  action?: string;
  danger?: boolean;
  onProve(proof: Proof): void;
}

export function ProofForm({ kinds, passkey, error, isPending, action, danger, onProve }: ProofFormProps) {
  const { t } = useTranslation('factors');
  const [kind, setKind] = useState<ProofKind>(kinds[0] ?? 'm.login.password');
  const [value, setValue] = useState('');
  const byCode = kind === 'org.chancery.code';
  const others = kinds.filter((known) => known !== kind);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!value || isPending) return;
    onProve(byCode ? { type: kind, code: value } : { type: 'm.login.password', password: value });
    // A code is good once.
    if (byCode) setValue('');
  };
  const change = (next: ProofKind) => {
    setKind(next);
    setValue('');
  };
  const words = error ? failure(error, t(byCode ? 'wrongCode' : 'wrongPassword')) : null;
  return (
    <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
      <p>{t('proofText')}</p>
      {byCode ? (
        <CodeField label={t('code')} hint={t('codeHint')} error={words} value={value} onChange={setValue} />
      ) : (
        <PasswordField
          label={t('password')}
          autoComplete="current-password"
          value={value}
          onChange={setValue}
          error={words}
          autoFocus
        />
      )}
      <div className={styles.buttons}>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} isPending={isPending} isDisabled={!value}>
          {action ?? t('continue')}
        </Button>
        {passkey && <PasskeyButton options={passkey} isDisabled={isPending} onProve={onProve} />}
        {others.map((other) => (
          <Button key={other} variant="quiet" onPress={() => change(other)}>
            {t(other === 'org.chancery.code' ? 'useCode' : 'usePassword')}
          </Button>
        ))}
      </div>
    </Form>
  );
}

interface PasskeyButtonProps {
  options: PasskeyOptions;
  isDisabled: boolean;
  onProve(proof: Proof): void;
}

function PasskeyButton({ options, isDisabled, onProve }: PasskeyButtonProps) {
  const { t } = useTranslation('factors');
  const ask = () => {
    const proven = (credential: object) => onProve({ type: 'org.chancery.passkey', credential });
    provePasskey(options).then(proven, (reason: unknown) => showToast({ text: errorText(reason), tone: 'bad' }));
  };
  return (
    <Button icon={IconFingerprint} isDisabled={isDisabled} onPress={ask}>
      {t('usePasskey')}
    </Button>
  );
}

interface CodeFieldProps {
  label: string;
  hint?: string;
  error: string | null;
  value: string;
  onChange(value: string): void;
}

/** Takes six digits or a recovery code, so the keyboard is not of digits alone. */
export function CodeField({ label, hint, error, value, onChange }: CodeFieldProps) {
  return (
    <TextField
      label={label}
      {...(hint ? { hint } : {})}
      error={error}
      value={value}
      onChange={onChange}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck="false"
      maxLength={20}
      mono
      autoFocus
    />
  );
}

function failure(error: unknown, wrong: string): string {
  return error instanceof ApiError && error.code === 'interactive_auth_needed' ? wrong : errorText(error);
}
