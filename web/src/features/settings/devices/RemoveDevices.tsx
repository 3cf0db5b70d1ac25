// SPDX-License-Identifier: EUPL-1.2
// Signs other devices out, after a proof of who asks.
import { useTranslation } from 'react-i18next';
import type { Device } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { showToast } from '@/ui';
import styles from '../Settings.module.css';
import { ProvenDialog } from '../security/factors/ProvenDialog';

interface RemoveDevicesProps {
  devices: Device[];
  onClose(): void;
}

export function RemoveDevices({ devices, onClose }: RemoveDevicesProps) {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const deviceIds = devices.map(({ deviceId }) => deviceId);
  const done = () => {
    showToast({ text: t('devices.removed', { count: devices.length }), tone: 'ok' });
    onClose();
  };
  return (
    <ProvenDialog
      title={t('devices.removeTitle', { count: devices.length })}
      action={t('devices.signOut')}
      request={(proof) => engine.call('devices.remove', { deviceIds, proof })}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('devices.removeText')}</p>
      <ul className={styles.bullets}>
        {devices.map((device) => (
          <li key={device.deviceId}>{device.name || device.deviceId}</li>
        ))}
      </ul>
    </ProvenDialog>
  );
}
