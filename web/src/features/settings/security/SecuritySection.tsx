// SPDX-License-Identifier: EUPL-1.2
// Security of the account: the sign-in, this device, the recovery key, the backup of message keys.
import { useTranslation } from 'react-i18next';
import type { CryptoStatus } from '@/engine/rpc/protocol';
import { useCrypto, useEngineStatus } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { RestoreProgress } from '@/shared/recovery/RestoreForm';
import { ErrorState, SkeletonRows } from '@/ui';
import { Block } from '../Block';
import styles from '../Settings.module.css';
import { FactorsBlock } from './factors/FactorsBlock';
import { RecoveryBlock } from './RecoveryBlock';
import { SearchIndexBlock } from './SearchIndexBlock';
import { StateLine } from './StateLine';
import { ThisDevice } from './ThisDevice';

export function SecuritySection() {
  return (
    <>
      <FactorsBlock />
      <EncryptionBlocks />
    </>
  );
}

function EncryptionBlocks() {
  const { t } = useTranslation('settings');
  const { value: crypto, error } = useCrypto();
  const { value: status } = useEngineStatus();
  if (error) {
    return (
      <ErrorState title={t('security.failed')} code={errorCode(error)}>
        {errorText(error)}
      </ErrorState>
    );
  }
  if (!crypto?.ready || !status) return <SkeletonRows count={4} avatar={false} />;
  return (
    <>
      <ThisDevice crypto={crypto} need={status.recovery} />
      <RecoveryBlock need={status.recovery} />
      <Backup crypto={crypto} />
      <SearchIndexBlock />
      {crypto.fingerprint && (
        <Block title={t('security.fingerprint')} text={t('security.fingerprintText')}>
          <p className={styles.fingerprint}>{crypto.fingerprint}</p>
        </Block>
      )}
    </>
  );
}

function Backup({ crypto }: { crypto: CryptoStatus }) {
  const { t } = useTranslation('settings');
  const tone = crypto.backup === 'active' ? 'ok' : crypto.backup === 'unknown' ? 'neutral' : 'warn';
  return (
    <Block title={t('security.backup')} text={t('security.backupText')}>
      <StateLine tone={tone}>{t(`security.backupState.${crypto.backup}`)}</StateLine>
      {crypto.restore.running && <RestoreProgress />}
    </Block>
  );
}
