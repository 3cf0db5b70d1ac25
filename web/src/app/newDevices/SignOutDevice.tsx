// SPDX-License-Identifier: EUPL-1.2
// Signs an unknown device out, after a proof of who asks.
import { useTranslation } from 'react-i18next';
import type { NewDevice } from '@/api/types';
import { ProvenDialog } from '@/features/settings/security/factors/ProvenDialog';
import { showToast } from '@/ui';
import { clientName } from './NewDeviceStrip';
import { removeNewDevice } from './requests';

export function SignOutDevice({ device, onClose }: { device: NewDevice; onClose(): void }) {
  const { t } = useTranslation('newDevice');
  const done = () => {
    showToast({ text: t('ended'), tone: 'ok' });
    onClose();
  };
  return (
    <ProvenDialog
      title={t('endTitle')}
      action={t('end')}
      danger
      request={(proof) => removeNewDevice(device.device_id, proof)}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('endText', { client: clientName(device) })}</p>
    </ProvenDialog>
  );
}
