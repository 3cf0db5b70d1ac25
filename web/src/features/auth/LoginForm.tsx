// SPDX-License-Identifier: EUPL-1.2
// The two fields and the button of the sign-in.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { errorCode, errorText } from '@/shared/errors';
import { Banner, Button, CopyCode, PasswordField, TextField } from '@/ui';
import styles from './Login.module.css';
import { useCountdown } from './useCountdown';
import type { SignIn } from './useSignIn';

export function LoginForm({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('auth');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const passwordInput = useRef<HTMLInputElement>(null);
  const wait = useCountdown(signIn.waitUntil);
  const wrong = signIn.error instanceof ApiError && signIn.error.code === 'wrong_credentials';
  useEffect(() => {
    if (!wrong) return;
    // The name is usually right: back to the password, ready to be typed over.
    passwordInput.current?.focus();
    passwordInput.current?.select();
  }, [wrong]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wait === 0 && !signIn.isPending) signIn.submit(user, password);
  };
  return (
    <Form className={styles.form} onSubmit={submit} validationBehavior="aria">
      <TextField
        label={t('user')}
        name="user"
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck="false"
        value={user}
        onChange={setUser}
        isRequired
        autoFocus
      />
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isRequired
        inputRef={passwordInput}
      />
      <Refusal error={signIn.error} wait={wait} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        wide
        isPending={signIn.isPending}
        isDisabled={!user.trim() || !password || wait > 0}
      >
        {wait > 0 ? t('wait', { count: wait }) : t('enter')}
      </Button>
    </Form>
  );
}

/** What people settle by themselves: no code for the support desk. */
const PLAIN: Record<string, 'warn' | 'bad'> = { passkey_cancelled: 'warn', wrong_passkey: 'bad' };

export function Refusal({ error, wait }: { error: Error | null; wait: number }) {
  const { t } = useTranslation('auth');
  if (!error) return null;
  const code = error instanceof ApiError ? error.code : 'internal';
  if (code === 'wrong_credentials' || code === 'wrong_code') {
    return (
      <Banner tone="bad" boxed>
        {t(code === 'wrong_code' ? 'wrongCode' : 'wrong')}
      </Banner>
    );
  }
  const plain = PLAIN[code];
  if (plain) {
    return (
      <Banner tone={plain} boxed>
        {errorText(error)}
      </Banner>
    );
  }
  if (error instanceof ApiError && error.status === 429) {
    return wait > 0 ? (
      <Banner tone="warn" boxed>
        {t('tooMany')}
      </Banner>
    ) : null;
  }
  return (
    <Banner tone="bad" boxed action={<CopyCode code={errorCode(error)} />}>
      {errorText(error)}
    </Banner>
  );
}
