// SPDX-License-Identifier: EUPL-1.2
// One device: name, state of verification, last use, and what can be done with it.
import {
  IconDeviceDesktop,
  IconDots,
  IconLogout,
  IconPencil,
  IconShieldCheck,
  IconShieldExclamation,
} from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Device } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { formatAgo } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Button, Chip, IconButton, Menu, MenuItem, MenuTrigger, showToast, TextField } from '@/ui';
import styles from '../Settings.module.css';

interface DeviceRowProps {
  device: Device;
  onRemove(): void;
}

const tell = (error: unknown) => showToast({ text: errorText(error), tone: 'bad' });

export function DeviceRow({ device, onRemove }: DeviceRowProps) {
  const [renaming, setRenaming] = useState(false);
  return (
    <li className={styles.line}>
      <span className={styles.emblem}>
        <IconDeviceDesktop size={20} stroke={1.6} aria-hidden />
      </span>
      {renaming ? (
        <RenameForm device={device} onDone={() => setRenaming(false)} />
      ) : (
        <>
          <DeviceWords device={device} />
          <Trust device={device} />
          <DeviceMenu device={device} onRename={() => setRenaming(true)} onRemove={onRemove} />
        </>
      )}
    </li>
  );
}

function DeviceWords({ device }: { device: Device }) {
  const { t } = useTranslation('settings');
  const seen = device.current
    ? t('devices.now')
    : device.lastSeen && t('devices.seen', { ago: formatAgo(device.lastSeen) });
  return (
    <span className={styles.lineWords}>
      <span className={styles.lineTitle}>{device.name || t('devices.unnamed')}</span>
      <span className={styles.lineText}>{[seen, device.lastSeenIp, device.deviceId].filter(Boolean).join(' · ')}</span>
    </span>
  );
}

function Trust({ device }: { device: Device }) {
  const { t } = useTranslation('settings');
  if (!device.encryption) return <Chip>{t('devices.noEncryption')}</Chip>;
  return device.verified ? (
    <Chip tone="ok" icon={IconShieldCheck}>
      {t('devices.verified')}
    </Chip>
  ) : (
    <Chip tone="warn" icon={IconShieldExclamation}>
      {t('devices.notVerified')}
    </Chip>
  );
}

function DeviceMenu({ device, onRename, onRemove }: { device: Device; onRename(): void; onRemove(): void }) {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const verify = () => {
    const target = device.current ? {} : { deviceId: device.deviceId };
    engine.call('verification.startSelf', target).catch(tell);
  };
  return (
    <MenuTrigger>
      <IconButton label={t('devices.actions', { name: device.name || device.deviceId })} icon={IconDots} />
      <Menu>
        <MenuItem icon={IconPencil} onAction={onRename}>
          {t('devices.rename')}
        </MenuItem>
        {device.encryption && !device.verified && (
          <MenuItem icon={IconShieldCheck} onAction={verify}>
            {t('devices.verify')}
          </MenuItem>
        )}
        {!device.current && (
          <MenuItem icon={IconLogout} danger onAction={onRemove}>
            {t('devices.signOut')}
          </MenuItem>
        )}
      </Menu>
    </MenuTrigger>
  );
}

function RenameForm({ device, onDone }: { device: Device; onDone(): void }) {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const [name, setName] = useState(device.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted && wanted !== device.name)
      engine.call('devices.rename', { deviceId: device.deviceId, name: wanted }).catch(tell);
    onDone();
  };
  return (
    <Form className={styles.rename} onSubmit={submit} validationBehavior="aria">
      <TextField label={t('devices.name')} bare value={name} onChange={setName} autoFocus maxLength={100} />
      <Button type="submit" variant="primary">
        {t('save')}
      </Button>
      <Button onPress={onDone}>{t('cancel')}</Button>
    </Form>
  );
}
