// SPDX-License-Identifier: EUPL-1.2
// Two ways to open messages on a new device: the recovery key, or a device that is signed in already.
import { IconDeviceMobile } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevices, useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { RestoreForm } from '@/shared/recovery/RestoreForm';
import { Button, ConfirmDialog, EmptyState, SkeletonRows, showToast, Tabs } from '@/ui';
import styles from './Recovery.module.css';

type Way = 'key' | 'device';

interface RestorePanelProps {
  onDone(): void;
  onLater(): void;
  onReset(): void;
}

export function RestorePanel({ onDone, onLater, onReset }: RestorePanelProps) {
  const { t } = useTranslation('recovery');
  const [way, setWay] = useState<Way>('key');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <p className={styles.text}>{t('restoreText')}</p>
      <Tabs<Way>
        label={t('restoreTitle')}
        tabs={[
          { id: 'key', label: t('withKey') },
          { id: 'device', label: t('withDevice') },
        ]}
        value={way}
        onChange={setWay}
        className={styles.ways ?? ''}
      >
        {(shown) => (shown === 'key' ? <RestoreForm onDone={onDone} /> : <OtherDevice />)}
      </Tabs>
      <div className={styles.lost}>
        <p>{t('lost')}</p>
        <Button variant="quiet" size="sm" onPress={() => setAsking(true)}>
          {t('reset')}
        </Button>
        <Button variant="quiet" size="sm" onPress={onLater}>
          {t('later')}
        </Button>
      </div>
      <ConfirmDialog
        title={t('resetTitle')}
        action={t('resetAction')}
        danger
        isOpen={asking}
        onConfirm={onReset}
        onClose={() => setAsking(false)}
      >
        {t('resetText')}
      </ConfirmDialog>
    </>
  );
}

function OtherDevice() {
  const { t } = useTranslation('recovery');
  const engine = useEngine();
  const { value } = useDevices();
  if (!value) return <SkeletonRows count={2} />;
  // Which of them is verified cannot be known here: this device does not trust the account's identity yet.
  const able = value.devices.filter((device) => !device.current && device.encryption);
  if (able.length === 0) return <EmptyState icon={IconDeviceMobile} title={t('noDevice')} />;
  const start = () => {
    const failed = (error: unknown) => showToast({ text: errorText(error), tone: 'bad' });
    engine.call('verification.startSelf', {}).catch(failed);
  };
  return (
    <div className={styles.device}>
      <p>{t('deviceText')}</p>
      <ul className={styles.points}>
        {able.map((device) => (
          <li key={device.deviceId}>{device.name || device.deviceId}</li>
        ))}
      </ul>
      <Button variant="primary" size="lg" onPress={start}>
        {t('startDevice')}
      </Button>
    </div>
  );
}
