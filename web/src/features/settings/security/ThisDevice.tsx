// SPDX-License-Identifier: EUPL-1.2
// Whether this device is verified, and the two ways to verify it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CryptoStatus, RecoveryNeed } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { RestoreForm } from '@/shared/recovery/RestoreForm';
import { Button, Dialog, showToast } from '@/ui';
import { Block } from '../Block';
import styles from '../Settings.module.css';
import { StateLine } from './StateLine';

export function ThisDevice({ crypto, need }: { crypto: CryptoStatus; need: RecoveryNeed }) {
  const { t } = useTranslation('settings');
  const verified = crypto.thisDeviceVerified;
  return (
    <Block title={t('security.device')}>
      <StateLine tone={verified ? 'ok' : 'warn'}>
        {t(verified ? 'security.deviceVerified' : 'security.deviceNotVerified')}
      </StateLine>
      {need === 'restore_needed' && <VerifyWays />}
    </Block>
  );
}

function VerifyWays() {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const [entering, setEntering] = useState(false);
  const ask = () => {
    const failed = (error: unknown) => showToast({ text: errorText(error), tone: 'bad' });
    engine.call('verification.startSelf', {}).catch(failed);
  };
  const restored = () => {
    setEntering(false);
    showToast({ text: t('security.restored'), tone: 'ok' });
  };
  return (
    <div className={styles.buttons}>
      <Button variant="primary" onPress={() => setEntering(true)}>
        {t('security.enterKey')}
      </Button>
      <Button onPress={ask}>{t('security.askDevice')}</Button>
      <Dialog title={t('security.enterKey')} isOpen={entering} onClose={() => setEntering(false)}>
        <RestoreForm onDone={restored} />
      </Dialog>
    </div>
  );
}
