// SPDX-License-Identifier: EUPL-1.2
// Lets in a device that shows a code and has no browser of its own.
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { Banner, Button, TextField } from '@/ui';
import { Consent, useClientName } from './Consent';
import { type Client, calls, type WaitingDevice } from './calls';
import { Failed } from './Failed';
import { Frame } from './Frame';
import styles from './OAuth.module.css';

export function LinkPage() {
  const { t } = useTranslation('oauth');
  const { code } = useSearch({ from: '/link' });
  return <Frame title={t('linkTitle')}>{(session) => <Linking session={session} given={code} />}</Frame>;
}

function Linking({ session, given }: { session: Session; given: string }) {
  const [code, setCode] = useState(given);
  const find = useMutation({ mutationFn: calls.findDevice });
  const again = () => {
    setCode('');
    find.reset();
  };
  if (find.data) return <Answering session={session} code={code} waiting={find.data} onAgain={again} />;
  return <CodeEntry code={code} onChange={setCode} find={() => find.mutate(code)} {...find} />;
}

interface CodeEntryProps {
  code: string;
  onChange(code: string): void;
  find(): void;
  isPending: boolean;
  error: unknown;
}

function CodeEntry({ code, onChange, find, isPending, error }: CodeEntryProps) {
  const { t } = useTranslation('oauth');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() && !isPending) find();
  };
  return (
    <Form className={styles.words} onSubmit={submit} validationBehavior="aria">
      <h1 className={styles.title}>{t('linkTitle')}</h1>
      <p>{t('linkText')}</p>
      <TextField
        label={t('linkCode')}
        hint={t('linkHint')}
        value={code}
        onChange={onChange}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck="false"
        maxLength={20}
        mono
        autoFocus
      />
      {error ? <Failed error={error} /> : null}
      <Button type="submit" size="lg" wide variant="primary" isPending={isPending} isDisabled={!code.trim()}>
        {t('linkFind')}
      </Button>
    </Form>
  );
}

interface AnsweringProps {
  session: Session;
  code: string;
  waiting: WaitingDevice;
  onAgain(): void;
}

function Answering({ session, code, waiting, onAgain }: AnsweringProps) {
  const { t } = useTranslation('oauth');
  const answer = useMutation({ mutationFn: (allow: boolean) => calls.answerDevice(code, allow) });
  if (answer.isSuccess) return <Answered client={waiting.client} allowed={answer.variables} />;
  return (
    <Consent client={waiting.client} session={session} scope={waiting.scope} deviceId={waiting.device_id}>
      <Banner tone="warn" boxed>
        {t('linkWarning')}
      </Banner>
      {answer.error && <Failed error={answer.error} onRetry={onAgain} />}
      <div className={styles.buttons}>
        <Button size="lg" wide isDisabled={answer.isPending} onPress={() => answer.mutate(false)}>
          {t('deny')}
        </Button>
        <Button
          size="lg"
          wide
          variant="primary"
          isPending={answer.isPending && answer.variables}
          onPress={() => !answer.isPending && answer.mutate(true)}
        >
          {t('allow')}
        </Button>
      </div>
    </Consent>
  );
}

function Answered({ client, allowed }: { client: Client; allowed: boolean }) {
  const { t } = useTranslation('oauth');
  const name = useClientName(client);
  return (
    <div className={styles.words} role="status">
      <h1 className={styles.title}>{t(allowed ? 'linkDone' : 'linkDenied')}</h1>
      <p>{allowed ? t('linkDoneText', { name }) : t('linkDeniedText')}</p>
    </div>
  );
}
