// SPDX-License-Identifier: EUPL-1.2
// What the sign-in asks for beside the password: the authenticator application and the recovery codes.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { queries } from '@/api/queries';
import type { Factors, Passkey } from '@/api/types';
import { errorText } from '@/shared/errors';
import { hasPasskeys } from '@/shared/passkeys';
import { Banner, Button, Dialog, SkeletonRows, showToast } from '@/ui';
import { Block } from '../../Block';
import styles from '../../Settings.module.css';
import { StateLine } from '../StateLine';
import { CodesCard } from './CodesCard';
import { PasskeyDialog } from './PasskeyDialog';
import { PasskeyList } from './PasskeyList';
import { PasswordDialog } from './PasswordDialog';
import { ProvenDialog } from './ProvenDialog';
import { TotpDialog } from './TotpDialog';

type Doing = 'password' | 'setUp' | 'remove' | 'newCodes' | 'addPasskey' | Passkey;

export function FactorsBlock() {
  const { t } = useTranslation('factors');
  const { data, error } = useQuery(queries.factors());
  const [doing, setDoing] = useState<Doing | null>(null);
  return (
    <Block title={t('title')} text={t('text')}>
      {!data && !error && <SkeletonRows count={1} avatar={false} />}
      {error && !data && (
        <Banner tone="warn" boxed>
          {t('failed')}: {errorText(error)}
        </Banner>
      )}
      {data && <State factors={data} onDo={setDoing} />}
      {doing && <Dialogs doing={doing} onClose={() => setDoing(null)} />}
    </Block>
  );
}

function Dialogs({ doing, onClose }: { doing: Doing; onClose(): void }) {
  const client = useQueryClient();
  const onChanged = () => void client.invalidateQueries({ queryKey: queries.factors().queryKey });
  const props = { onChanged, onClose };
  if (doing === 'password') return <PasswordDialog onClose={onClose} />;
  if (doing === 'setUp') return <TotpDialog {...props} />;
  if (doing === 'remove') return <RemoveDialog {...props} />;
  if (doing === 'newCodes') return <NewCodesDialog {...props} />;
  if (doing === 'addPasskey') return <PasskeyDialog {...props} />;
  return <RemovePasskeyDialog passkey={doing} {...props} />;
}

function State({ factors, onDo }: { factors: Factors; onDo(what: Doing): void }) {
  const { t } = useTranslation('factors');
  const { passkeys, totp_since: totp, recovery_codes_left: left } = factors;
  const isOn = totp !== null || passkeys.length > 0;
  const canAdd = factors.can_add_passkey && hasPasskeys();
  return (
    <>
      {!isOn && <StateLine tone="warn">{t('off')}</StateLine>}
      {totp !== null && <StateLine tone="ok">{t('on')}</StateLine>}
      {totp === null && isOn && <StateLine tone="ok">{t('onByPasskey')}</StateLine>}
      {isOn && <StateLine tone={left > 2 ? 'neutral' : 'warn'}>{t('codesLeft', { count: left })}</StateLine>}
      <PasskeyList passkeys={passkeys} onRemove={onDo} />
      <div className={styles.buttons}>
        {totp === null && (
          <Button variant={isOn ? 'secondary' : 'primary'} onPress={() => onDo('setUp')}>
            {t('setUp')}
          </Button>
        )}
        {canAdd && <Button onPress={() => onDo('addPasskey')}>{t('addPasskey')}</Button>}
        <Button onPress={() => onDo('password')}>{t('changePassword')}</Button>
        {isOn && <Button onPress={() => onDo('newCodes')}>{t('newCodes')}</Button>}
        {totp !== null && <Button onPress={() => onDo('remove')}>{t('remove')}</Button>}
      </div>
    </>
  );
}

interface DialogProps {
  onChanged(): void;
  onClose(): void;
}

function RemoveDialog({ onChanged, onClose }: DialogProps) {
  const { t } = useTranslation('factors');
  const done = () => {
    onChanged();
    showToast({ text: t('removed'), tone: 'ok' });
    onClose();
  };
  return (
    <ProvenDialog
      title={t('removeTitle')}
      action={t('remove')}
      danger
      request={api.removeTotp}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('removeText')}</p>
    </ProvenDialog>
  );
}

function RemovePasskeyDialog({ passkey, onChanged, onClose }: DialogProps & { passkey: Passkey }) {
  const { t } = useTranslation('factors');
  const done = () => {
    onChanged();
    showToast({ text: t('passkeyRemoved'), tone: 'ok' });
    onClose();
  };
  return (
    <ProvenDialog
      title={t('removePasskeyTitle', { name: passkey.name })}
      action={t('removePasskey')}
      danger
      request={(auth) => api.removePasskey(passkey.id, auth)}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('removePasskeyText')}</p>
    </ProvenDialog>
  );
}

function NewCodesDialog({ onChanged, onClose }: DialogProps) {
  const { t } = useTranslation('factors');
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) {
    return (
      <Dialog title={t('codesTitle')} isOpen isDismissable={false} onClose={onClose}>
        <CodesCard codes={codes} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <ProvenDialog
      title={t('newCodesTitle')}
      action={t('newCodes')}
      request={api.makeRecoveryCodes}
      onDone={(made) => {
        onChanged();
        setCodes(made.recovery_codes);
      }}
      onClose={onClose}
    >
      <p>{t('newCodesText')}</p>
    </ProvenDialog>
  );
}
