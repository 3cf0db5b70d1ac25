// SPDX-License-Identifier: EUPL-1.2
// The person's passkeys, with their last use and a way to remove each.
import { IconFingerprint } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Passkey } from '@/api/types';
import { formatAgo } from '@/shared/dates';
import { Button } from '@/ui';
import styles from '../../Settings.module.css';

export function PasskeyList({ passkeys, onRemove }: { passkeys: Passkey[]; onRemove(passkey: Passkey): void }) {
  const { t } = useTranslation('factors');
  if (passkeys.length === 0) return null;
  return (
    <ul className={styles.lines} aria-label={t('passkeys')}>
      {passkeys.map((passkey) => (
        <li key={passkey.id} className={styles.line}>
          <span className={styles.emblem}>
            <IconFingerprint size={20} stroke={1.6} aria-hidden />
          </span>
          <span className={styles.lineWords}>
            <span className={styles.lineTitle}>{passkey.name}</span>
            <span className={styles.lineText}>
              {passkey.used_at ? t('passkeyUsed', { ago: formatAgo(passkey.used_at) }) : t('passkeyUnused')}
            </span>
          </span>
          <Button aria-label={t('removeNamed', { name: passkey.name })} onPress={() => onRemove(passkey)}>
            {t('removePasskey')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
