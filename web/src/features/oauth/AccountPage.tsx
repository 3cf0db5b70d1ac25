// SPDX-License-Identifier: EUPL-1.2
// Where applications send people who want to manage their account: to the place of it, or to the leave for new keys.
import { Navigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProofStep } from '@/shared/proof/ProofStep';
import { useProof } from '@/shared/proof/useProof';
import { Banner, LinkButton } from '@/ui';
import { calls } from './calls';
import { Frame } from './Frame';
import styles from './OAuth.module.css';

/** The names of the specification, and after the point those that MSC4191 had before. */
const PLACES: Record<string, string> = {
  profile: 'profile',
  devices_list: 'devices',
  device_view: 'devices',
  device_delete: 'devices',
  sessions_list: 'devices',
  session_view: 'devices',
  session_end: 'devices',
};

export function AccountPage() {
  const { t } = useTranslation('oauth');
  const { action } = useSearch({ from: '/account' });
  const wanted = action.replace(/^org\.matrix\./, '');
  if (wanted !== 'cross_signing_reset')
    return <Navigate to="/settings/$section" params={{ section: PLACES[wanted] ?? 'security' }} replace />;
  return <Frame title={t('resetTitle')}>{() => <KeyReset />}</Frame>;
}

function KeyReset() {
  const { t } = useTranslation('oauth');
  const [isDone, setDone] = useState(false);
  const proving = useProof(calls.allowKeyReset, () => setDone(true));
  if (isDone)
    return (
      <div className={styles.words} role="status">
        <h1 className={styles.title}>{t('resetDone')}</h1>
        <p>{t('resetDoneText')}</p>
      </div>
    );
  return (
    <div className={styles.words}>
      <h1 className={styles.title}>{t('resetTitle')}</h1>
      <p>{t('resetText')}</p>
      <Banner tone="warn" boxed>
        {t('resetWarning')}
      </Banner>
      <ProofStep proving={proving} action={t('resetAllow')} danger />
      <LinkButton href="/portal">{t('resetCancel')}</LinkButton>
    </div>
  );
}
