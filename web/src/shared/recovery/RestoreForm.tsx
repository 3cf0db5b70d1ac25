// SPDX-License-Identifier: EUPL-1.2
// Opens encrypted messages on a new device with the recovery key, showing how far it is.
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useCrypto, useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Button, Progress, TextField } from '@/ui';
import styles from './Recovery.module.css';

export function RestoreForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('recovery');
  const engine = useEngine();
  const [recoveryKey, setRecoveryKey] = useState('');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const restore = async () => {
    setPending(true);
    setError(null);
    try {
      await engine.call('crypto.restore', { recoveryKey: recoveryKey.trim() });
      onDone();
    } catch (reason) {
      setError(errorText(reason));
    } finally {
      setPending(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (recoveryKey.trim() && !pending) void restore();
  };
  return (
    <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
      <TextField
        label={t('keyLabel')}
        hint={t('keyHint')}
        value={recoveryKey}
        onChange={setRecoveryKey}
        error={error}
        rows={3}
        mono
        autoComplete="off"
        spellCheck="false"
      />
      {pending && <RestoreProgress />}
      <Button type="submit" variant="primary" size="lg" isPending={pending} isDisabled={!recoveryKey.trim()}>
        {t('restore')}
      </Button>
    </Form>
  );
}

export function RestoreProgress() {
  const { t } = useTranslation('recovery');
  const { value: crypto } = useCrypto();
  const restore = crypto?.restore;
  if (!restore?.running || !restore.total) return <Progress label={t('restoring')} value={null} />;
  const { imported, total } = restore;
  return <Progress label={t('restoringCount', { imported, total })} value={imported / total} />;
}
