// SPDX-License-Identifier: EUPL-1.2
// What the sign-in asks for beside the password: the authenticator application and the recovery codes.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { queries } from '@/api/queries';
import type { Factors, Passkey } from '@/api/types';
import { errorCode, errorText } from '@/shared/errors';
import { useFocusKept } from '@/shared/focus';
import { hasPasskeys } from '@/shared/passkeys';
import { Button, Dialog, ErrorState, SkeletonRows, showToast } from '@/ui';
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
  const { data, error, refetch } = useQuery(queries.factors());
  const [doing, setDoing] = useState<Doing | null>(null);
  const block = useFocusKept<HTMLDivElement>(data, doing !== null);
  return (
    <Block title={t('title')} text={t('text')}>
      {!data && !error && <SkeletonRows count={1} avatar={false} />}
      {error && !data && (
        <ErrorState title={t('failed')} code={errorCode(error)} onRetry={() => void refetch()}>
          {errorText(error)}
        </ErrorState>
      )}
      {data && (
        <div className={styles.block} ref={block} tabIndex={-1}>
          <State factors={data} onDo={setDoing} />
        </div>
      )}
      {doing && data && <Dialogs doing={doing} factors={data} onClose={() => setDoing(null)} />}
    </Block>
  );
}

interface DialogsProps {
  doing: Doing;
  factors: Factors;
  onClose(): void;
}

function Dialogs({ doing, factors, onClose }: DialogsProps) {
  const client = useQueryClient();
  const onChanged = () => void client.invalidateQueries({ queryKey: queries.factors().queryKey });
  const props = { onChanged, onClose };
  if (doing === 'password') return <PasswordDialog onClose={onClose} />;
  if (doing === 'setUp') return <TotpDialog {...props} />;
  if (doing === 'remove') return <RemoveDialog keepsPasskeys={factors.passkeys.length > 0} {...props} />;
  if (doing === 'newCodes') return <NewCodesDialog {...props} />;
  if (doing === 'addPasskey') return <PasskeyDialog {...props} />;
  const isLast = factors.totp_since === null && factors.passkeys.length === 1;
  return <RemovePasskeyDialog passkey={doing} isLast={isLast} {...props} />;
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

function RemoveDialog({ keepsPasskeys, onChanged, onClose }: DialogProps & { keepsPasskeys: boolean }) {
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
      <p>{t(keepsPasskeys ? 'removeTextPasskeys' : 'removeText')}</p>
    </ProvenDialog>
  );
}

interface RemovePasskeyProps extends DialogProps {
  passkey: Passkey;
  /** Nothing but the password is left after it. */
  isLast: boolean;
}

function RemovePasskeyDialog({ passkey, isLast, onChanged, onClose }: RemovePasskeyProps) {
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
      {isLast && <p>{t('removeText')}</p>}
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
