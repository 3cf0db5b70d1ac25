// SPDX-License-Identifier: EUPL-1.2
// Making a passkey: who are you, what shall it be called, the browser's own dialog, and recovery codes the first time.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { PasskeyOptions } from '@/api/types';
import { deviceName } from '@/shared/deviceName';
import { errorText } from '@/shared/errors';
import { makePasskey } from '@/shared/passkeys';
import { Button, Dialog, showToast, TextField } from '@/ui';
import styles from '../../Settings.module.css';
import { CodesCard } from './CodesCard';
import { Prove } from './TotpDialog';

const MAX_NAME = 64;

export function PasskeyDialog({ onChanged, onClose }: { onChanged(): void; onClose(): void }) {
  const { t } = useTranslation('factors');
  const [options, setOptions] = useState<PasskeyOptions | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const made = (shown: string[]) => {
    onChanged();
    showToast({ text: t('passkeyAdded'), tone: 'ok' });
    if (shown.length > 0) setCodes(shown);
    else onClose();
  };
  return (
    <Dialog title={codes.length > 0 ? t('codesTitle') : t('addPasskey')} isOpen isDismissable={false} onClose={onClose}>
      {codes.length > 0 && <CodesCard codes={codes} onDone={onClose} />}
      {codes.length === 0 && options && <Make options={options} onMade={made} />}
      {!options && <Prove request={api.beginPasskey} onProven={setOptions} />}
    </Dialog>
  );
}

function Make({ options, onMade }: { options: PasskeyOptions; onMade(codes: string[]): void }) {
  const { t } = useTranslation('factors');
  const [name, setName] = useState(deviceName);
  const make = useMutation({
    mutationFn: async () => api.addPasskey(name.trim(), await makePasskey(options)),
    onSuccess: (kept) => onMade(kept.recovery_codes),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !make.isPending) make.mutate();
  };
  return (
    <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
      <p>{t('passkeyText')}</p>
      <TextField
        label={t('passkeyName')}
        hint={t('passkeyNameHint')}
        value={name}
        onChange={setName}
        maxLength={MAX_NAME}
        error={make.error && errorText(make.error)}
        autoFocus
      />
      <Button type="submit" variant="primary" isPending={make.isPending} isDisabled={!name.trim()}>
        {t('makePasskey')}
      </Button>
    </Form>
  );
}
