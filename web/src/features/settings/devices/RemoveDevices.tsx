// SPDX-License-Identifier: EUPL-1.2
// Signs other devices out; the account's password confirms it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EngineError } from '@/engine/rpc/errors';
import type { Device } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { PasswordConfirm } from '@/shared/recovery/PasswordConfirm';
import { Banner, Dialog, showToast } from '@/ui';
import styles from '../Settings.module.css';

interface RemoveDevicesProps {
  devices: Device[];
  onClose(): void;
}

export function RemoveDevices({ devices, onClose }: RemoveDevicesProps) {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const aboutPassword = error instanceof EngineError && error.code === 'wrong_password';
  const remove = async (password: string) => {
    setPending(true);
    setError(null);
    try {
      await engine.call('devices.remove', { deviceIds: devices.map(({ deviceId }) => deviceId), password });
      showToast({ text: t('devices.removed', { count: devices.length }), tone: 'ok' });
      onClose();
    } catch (reason) {
      setError(reason);
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog title={t('devices.removeTitle', { count: devices.length })} isOpen onClose={onClose} size="sm">
      <div className={styles.stack}>
        <p>{t('devices.removeText')}</p>
        <ul className={styles.bullets}>
          {devices.map((device) => (
            <li key={device.deviceId}>{device.name || device.deviceId}</li>
          ))}
        </ul>
        {error !== null && !aboutPassword && (
          <Banner tone="bad" boxed>
            {errorText(error)}
          </Banner>
        )}
        <PasswordConfirm
          error={aboutPassword ? error : null}
          isPending={pending}
          action={t('devices.signOut')}
          onConfirm={(password) => void remove(password)}
        />
      </div>
    </Dialog>
  );
}
