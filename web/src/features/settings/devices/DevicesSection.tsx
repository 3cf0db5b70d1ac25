// SPDX-License-Identifier: EUPL-1.2
// Where the person is signed in: this device and the others.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Device, EngineError } from '@/engine/rpc/protocol';
import { useDevices, useEngine } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { useFocusKept } from '@/shared/focus';
import { Banner, Button, CopyCode, ErrorState, SkeletonRows } from '@/ui';
import { Block } from '../Block';
import styles from '../Settings.module.css';
import { DeviceRow } from './DeviceRow';
import { RemoveDevices } from './RemoveDevices';

export function DevicesSection() {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const { value, error } = useDevices();
  const refresh = () => void engine.call('devices.refresh', {}).catch(() => undefined);
  const failure = value?.error ? EngineError.fromData(value.error) : error;
  const devices = value?.devices ?? [];
  if (devices.length === 0 && failure) {
    return (
      <ErrorState title={t('devices.failed')} code={errorCode(failure)} onRetry={refresh}>
        {errorText(failure)}
      </ErrorState>
    );
  }
  if (devices.length === 0) return <SkeletonRows count={3} />;
  return (
    <>
      {failure && (
        <Banner tone="warn" boxed action={<CopyCode code={errorCode(failure)} />}>
          {t('devices.old')}
        </Banner>
      )}
      <DeviceBlocks devices={devices} />
    </>
  );
}

function DeviceBlocks({ devices }: { devices: Device[] }) {
  // With the texts of the form that confirms: the page must not vanish while they load.
  const { t } = useTranslation(['settings', 'factors']);
  const [removing, setRemoving] = useState<Device[]>([]);
  const list = useFocusKept<HTMLDivElement>(devices, removing.length > 0);
  const current = devices.filter((device) => device.current);
  const others = devices.filter((device) => !device.current);
  return (
    <>
      <Block title={t('devices.this')}>
        <DeviceList devices={current} onRemove={setRemoving} />
      </Block>
      <Block title={t('devices.othersTitle')} text={t(others.length > 0 ? 'devices.othersText' : 'devices.none')}>
        <div ref={list} tabIndex={-1}>
          <DeviceList devices={others} onRemove={setRemoving} />
        </div>
        {others.length > 1 && (
          <p>
            <Button onPress={() => setRemoving(others)}>{t('devices.signOutAll')}</Button>
          </p>
        )}
      </Block>
      {removing.length > 0 && <RemoveDevices devices={removing} onClose={() => setRemoving([])} />}
    </>
  );
}

function DeviceList({ devices, onRemove }: { devices: Device[]; onRemove(devices: Device[]): void }) {
  if (devices.length === 0) return null;
  return (
    <ul className={styles.lines}>
      {devices.map((device) => (
        <DeviceRow key={device.deviceId} device={device} onRemove={() => onRemove([device])} />
      ))}
    </ul>
  );
}
