// SPDX-License-Identifier: EUPL-1.2
// Setting up an authenticator application: who are you, scan this, enter a code, keep the recovery codes.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { TotpOffer } from '@/api/types';
import type { Proof } from '@/engine/rpc/protocol';
import { errorText } from '@/shared/errors';
import { CodeField, useBackToField } from '@/shared/proof/ProofForm';
import { ProofStep } from '@/shared/proof/ProofStep';
import { useProof } from '@/shared/proof/useProof';
import { Button, Dialog, showToast } from '@/ui';
import styles from '../../Settings.module.css';
import { CodesCard } from './CodesCard';
import { QrCode } from './QrCode';

export function TotpDialog({ onChanged, onClose }: { onChanged(): void; onClose(): void }) {
  const { t } = useTranslation('factors');
  const [offer, setOffer] = useState<TotpOffer | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const confirmed = (made: string[]) => {
    onChanged();
    showToast({ text: t('switchedOn'), tone: 'ok' });
    // With another factor there are codes already.
    if (made.length > 0) setCodes(made);
    else onClose();
  };
  return (
    <Dialog title={codes.length > 0 ? t('codesTitle') : t('setUp')} isOpen isDismissable={false} onClose={onClose}>
      {codes.length > 0 && <CodesCard codes={codes} onDone={onClose} />}
      {codes.length === 0 && offer && <Enrol offer={offer} onConfirmed={confirmed} />}
      {!offer && <Prove request={api.beginTotp} onProven={setOffer} />}
    </Dialog>
  );
}

interface ProveProps<T> {
  request(proof: Proof | null): Promise<T>;
  onProven(value: T): void;
}

/** The first step of every set-up: who are you? */
export function Prove<T>({ request, onProven }: ProveProps<T>) {
  return <ProofStep proving={useProof(request, onProven)} />;
}

function Enrol({ offer, onConfirmed }: { offer: TotpOffer; onConfirmed(codes: string[]): void }) {
  const { t } = useTranslation('factors');
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => api.confirmTotp(code),
    onSuccess: (made) => onConfirmed(made.recovery_codes),
  });
  const input = useBackToField(confirm.isError);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code && !confirm.isPending) confirm.mutate();
  };
  return (
    <Form className={styles.stack} onSubmit={submit} validationBehavior="aria">
      <p>{t('scan')}</p>
      <QrCode text={offer.uri} label={t('picture')} />
      <div className={styles.block}>
        <p>{t('secret')}</p>
        <output className={styles.fingerprint}>{offer.secret.match(/.{1,4}/g)?.join(' ')}</output>
      </div>
      <CodeField
        label={t('enterCode')}
        error={confirm.error && errorText(confirm.error)}
        value={code}
        onChange={setCode}
        inputRef={input}
      />
      <Button type="submit" variant="primary" isPending={confirm.isPending} isDisabled={!code}>
        {t('finish')}
      </Button>
    </Form>
  );
}
