// SPDX-License-Identifier: EUPL-1.2
// The second step of the sign-in: the code of an authenticator application, or one from paper.
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button, TextField } from '@/ui';
import styles from './Login.module.css';
import { Refusal } from './LoginForm';
import { useCountdown } from './useCountdown';
import type { SignIn } from './useSignIn';

export function CodeForm({ signIn, user }: { signIn: SignIn; user: string }) {
  const { t } = useTranslation('auth');
  const [code, setCode] = useState('');
  const wait = useCountdown(signIn.waitUntil);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!code || wait > 0 || signIn.isPending) return;
    signIn.submitCode(code);
    // A code is good once.
    setCode('');
  };
  return (
    <Form className={styles.form} onSubmit={submit} validationBehavior="aria">
      <h2 className={styles.step}>{t('codeTitle', { user })}</h2>
      <p>{t(signIn.hasApplication ? 'codeText' : 'codeTextNoApplication')}</p>
      <TextField
        label={t('code')}
        {...(signIn.hasApplication ? { hint: t('codeHint') } : {})}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck="false"
        maxLength={20}
        value={code}
        onChange={setCode}
        isRequired
        mono
        autoFocus
      />
      <Refusal error={signIn.error} wait={wait} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        wide
        isPending={signIn.isPending}
        isDisabled={!code.trim() || wait > 0}
      >
        {wait > 0 ? t('wait', { count: wait }) : t('confirm')}
      </Button>
      <Button variant="quiet" wide onPress={signIn.restart}>
        {t('back')}
      </Button>
    </Form>
  );
}
