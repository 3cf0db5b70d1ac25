// SPDX-License-Identifier: EUPL-1.2
// The strip that tells of a sign-in after this device's, until the person says whether it was they.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listenToServer } from '@/api/events';
import type { NewDevice } from '@/api/types';
import { formatMoment } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Banner, Button, showToast } from '@/ui';
import styles from './NewDevices.module.css';
import { newDevices, recogniseDevice } from './requests';

const SignOutDevice = lazy(() => import('./SignOutDevice').then((module) => ({ default: module.SignOutDevice })));

const LONGEST = 80;

/** What the client called itself. */
export function clientName({ name, agent, device_id: id }: NewDevice): string {
  const words = name || agent || id;
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

export function NewDeviceStrip() {
  const { device, refresh } = useNewest();
  const [ending, setEnding] = useState<NewDevice | null>(null);
  const close = () => {
    setEnding(null);
    refresh();
  };
  return (
    <>
      {device && <Strip device={device} onAnswered={refresh} onEnd={() => setEnding(device)} />}
      {ending && (
        <Suspense fallback={null}>
          <SignOutDevice device={ending} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

function useNewest(): { device: NewDevice | undefined; refresh(): void } {
  const queryClient = useQueryClient();
  const { data } = useQuery(newDevices);
  const refresh = useCallback(() => void queryClient.invalidateQueries(newDevices), [queryClient]);
  useEffect(
    () =>
      listenToServer((event) => {
        if (event === 'devices.changed') refresh();
      }),
    [refresh],
  );
  return { device: data?.devices[0], refresh };
}

interface StripProps {
  device: NewDevice;
  onAnswered(): void;
  onEnd(): void;
}

function Strip({ device, onAnswered, onEnd }: StripProps) {
  const { t } = useTranslation('newDevice');
  const recognise = () => {
    recogniseDevice(device.device_id)
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }))
      .finally(onAnswered);
  };
  const { address, signed_in_at: at } = device;
  return (
    <Banner
      tone="warn"
      action={
        <div className={styles.answers}>
          <Button size="sm" onPress={recognise}>
            {t('mine')}
          </Button>
          <Button size="sm" variant="danger" onPress={onEnd}>
            {t('end')}
          </Button>
        </div>
      }
    >
      <strong>{t('title')}</strong> {t('text', { client: clientName(device), address, moment: formatMoment(at) })}
    </Banner>
  );
}
