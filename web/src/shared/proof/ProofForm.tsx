// SPDX-License-Identifier: EUPL-1.2
// Asks who it is before a dangerous step: by a code, the password or a passkey, whichever the account has.
import { IconFingerprint } from '@tabler/icons-react';
import { type FormEvent, type Ref, useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/errors';
import { Banner, Button, PasswordField, TextField } from '@/ui';
import styles from './Proof.module.css';
import { type Asked, type Failure, type ProofKind, type Proving, questionOf } from './useProof';

interface ProofFormProps {
  asked: Asked;
  proving: Proving;
  action?: string;
  danger?: boolean;
}

export function ProofForm({ asked, proving, action, danger }: ProofFormProps) {
  const { t } = useTranslation('factors');
  const { failure, isPending } = proving;
  const [kind, setKind] = useState<ProofKind>(asked.kinds[0] ?? 'm.login.password');
  const [value, setValue] = useState('');
  const byCode = kind === 'org.chancery.code';
  const words = useWords(failure);
  const input = useBackToField(failure?.by === kind);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!value.trim() || isPending) return;
    proving.prove(byCode ? { type: kind, code: value } : { type: kind, password: value });
    // A code is good once.
    if (byCode) setValue('');
  };
  const change = (next: ProofKind) => {
    setKind(next);
    setValue('');
  };
  const error = failure?.by === kind ? words : null;
  return (
    <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
      <p>{t('proofText')}</p>
      {byCode ? (
        <CodeField
          label={t('code')}
          hint={t('codeHint')}
          error={error}
          value={value}
          onChange={setValue}
          inputRef={input}
        />
      ) : (
        <PasswordField
          label={t('password')}
          autoComplete="current-password"
          value={value}
          onChange={setValue}
          error={error}
          inputRef={input}
          autoFocus
        />
      )}
      {words && failure?.by !== kind && (
        <Banner tone="bad" boxed>
          {words}
        </Banner>
      )}
      <div className={styles.buttons}>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} isPending={isPending} isDisabled={!value.trim()}>
          {action ?? t('continue')}
        </Button>
        <OtherWays asked={asked} kind={kind} proving={proving} onChange={change} />
      </div>
    </Form>
  );
}

interface OtherWaysProps {
  asked: Asked;
  kind: ProofKind;
  proving: Proving;
  onChange(kind: ProofKind): void;
}

function OtherWays({ asked, kind, proving, onChange }: OtherWaysProps) {
  const { t } = useTranslation('factors');
  const others = asked.kinds.filter((known) => known !== kind);
  return (
    <>
      {asked.passkey && (
        <Button icon={IconFingerprint} onPress={() => !proving.isPending && proving.provePasskey()}>
          {t('usePasskey')}
        </Button>
      )}
      {others.map((other) => (
        <Button key={other} variant="quiet" onPress={() => onChange(other)}>
          {t(other === 'org.chancery.code' ? 'useCode' : 'usePassword')}
        </Button>
      ))}
    </>
  );
}

/** What to tell about a failed attempt; a refused proof is told by what it was. */
function useWords(failure: Failure | null): string | null {
  const { t } = useTranslation('factors');
  if (!failure) return null;
  if (!questionOf(failure.reason)) return errorText(failure.reason);
  if (failure.by === 'org.chancery.passkey') return t('wrongPasskey');
  return t(failure.by === 'org.chancery.code' ? 'wrongCode' : 'wrongPassword');
}

/** Back to the field after a refusal: the button is off while the field is empty, and would take the focus with it. */
export function useBackToField(failed: boolean): Ref<HTMLInputElement> {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!failed) return;
    input.current?.focus();
    input.current?.select();
  }, [failed]);
  return input;
}

interface CodeFieldProps {
  label: string;
  hint?: string;
  error: string | null;
  value: string;
  onChange(value: string): void;
  inputRef?: Ref<HTMLInputElement>;
}

/** Takes six digits or a recovery code, so the keyboard is not of digits alone. */
export function CodeField({ label, hint, error, value, onChange, inputRef }: CodeFieldProps) {
  return (
    <TextField
      label={label}
      {...(hint ? { hint } : {})}
      {...(inputRef ? { inputRef } : {})}
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
