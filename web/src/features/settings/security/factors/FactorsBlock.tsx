// SPDX-License-Identifier: EUPL-1.2
// What the sign-in asks for beside the password: the authenticator application and the recovery codes.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { queries } from '@/api/queries';
import type { Factors } from '@/api/types';
import { errorText } from '@/shared/errors';
import { Banner, Button, Dialog, SkeletonRows, showToast } from '@/ui';
import { Block } from '../../Block';
import styles from '../../Settings.module.css';
import { StateLine } from '../StateLine';
import { CodesCard } from './CodesCard';
import { ProvenDialog } from './ProvenDialog';
import { TotpDialog } from './TotpDialog';

type Doing = 'setUp' | 'remove' | 'newCodes';

export function FactorsBlock() {
  const { t } = useTranslation('factors');
  const { data, error } = useQuery(queries.factors());
  const [doing, setDoing] = useState<Doing | null>(null);
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: queries.factors().queryKey });
  return (
    <Block title={t('title')} text={t('text')}>
      {!data && !error && <SkeletonRows count={1} avatar={false} />}
      {error && !data && (
        <Banner tone="warn" boxed>
          {t('failed')}: {errorText(error)}
        </Banner>
      )}
      {data && <State factors={data} onDo={setDoing} />}
      {doing === 'setUp' && <TotpDialog onChanged={refresh} onClose={() => setDoing(null)} />}
      {doing === 'remove' && <RemoveDialog onChanged={refresh} onClose={() => setDoing(null)} />}
      {doing === 'newCodes' && <NewCodesDialog onChanged={refresh} onClose={() => setDoing(null)} />}
    </Block>
  );
}

function State({ factors, onDo }: { factors: Factors; onDo(what: Doing): void }) {
  const { t } = useTranslation('factors');
  const left = factors.recovery_codes_left;
  if (factors.totp_since === null) {
    return (
      <>
        <StateLine tone="warn">{t('off')}</StateLine>
        <p>
          <Button variant="primary" onPress={() => onDo('setUp')}>
            {t('setUp')}
          </Button>
        </p>
      </>
    );
  }
  return (
    <>
      <StateLine tone="ok">{t('on')}</StateLine>
      <StateLine tone={left > 2 ? 'neutral' : 'warn'}>{t('codesLeft', { count: left })}</StateLine>
      <div className={styles.buttons}>
        <Button onPress={() => onDo('newCodes')}>{t('newCodes')}</Button>
        <Button onPress={() => onDo('remove')}>{t('remove')}</Button>
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
      text={t('removeText')}
      action={t('remove')}
      danger
      request={api.removeTotp}
      onDone={done}
      onClose={onClose}
    />
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
      text={t('newCodesText')}
      action={t('newCodes')}
      request={api.makeRecoveryCodes}
      onDone={(made) => {
        onChanged();
        setCodes(made.recovery_codes);
      }}
      onClose={onClose}
    />
  );
}
