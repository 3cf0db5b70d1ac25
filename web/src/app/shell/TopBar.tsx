// SPDX-License-Identifier: EUPL-1.2
// The line above the page: search and commands, and quiet chips about this device.
import { IconKey, IconRefresh, IconSearch, IconShieldCheck, IconShieldExclamation } from '@tabler/icons-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useCrypto, useEngineStatus } from '@/engine/rpc/react';
import { shortcut } from '@/shared/shortcuts';
import { Button, Chip, Kbd, Link, useIsPhone } from '@/ui';
import { useUpdate } from '../update';
import { openPart } from './shellStore';
import styles from './TopBar.module.css';

export function TopBar() {
  const { t } = useTranslation('app');
  const phone = useIsPhone();
  return (
    <section className={styles.top} data-region="top" aria-label={t('top.label')}>
      <AriaButton className={styles.search} onPress={() => openPart('palette')}>
        <IconSearch size={18} stroke={1.8} aria-hidden />
        <span className={styles.word}>{t('top.search')}</span>
        {!phone && <Kbd keys={shortcut('palette').keys} />}
      </AriaButton>
      <div className={styles.chips}>
        <UpdateChip />
        <DeviceChip />
      </div>
    </section>
  );
}

function UpdateChip() {
  const { t } = useTranslation('app');
  const { ready, apply } = useUpdate();
  if (!ready) return null;
  return (
    <Button size="sm" icon={IconRefresh} onPress={apply}>
      {t('top.update')}
    </Button>
  );
}

/** Says in words whether others can trust this device; leads to the place where it is mended. */
function DeviceChip() {
  const { t } = useTranslation('app');
  const phone = useIsPhone();
  const { value: crypto } = useCrypto();
  const { value: status } = useEngineStatus();
  if (!crypto?.ready || !status || status.recovery === 'unknown') return null;
  const needsKey = status.recovery === 'set_up_needed';
  if (crypto.thisDeviceVerified && !needsKey) {
    if (phone) return null;
    return (
      <Link href="/settings/security" className={styles.link}>
        <Chip tone="ok" icon={IconShieldCheck}>
          {t('top.deviceVerified')}
        </Chip>
      </Link>
    );
  }
  return (
    <Link href="/settings/security" className={styles.link}>
      <Chip tone="warn" icon={needsKey ? IconKey : IconShieldExclamation}>
        <span className={phone ? 'visually-hidden' : ''}>
          {t(needsKey ? 'top.noRecoveryKey' : 'top.deviceNotVerified')}
        </span>
      </Chip>
    </Link>
  );
}
