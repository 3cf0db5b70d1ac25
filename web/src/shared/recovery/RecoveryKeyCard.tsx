// SPDX-License-Identifier: EUPL-1.2
// Shows a new recovery key once, with the ways to keep it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/dates';
import { useFocusAtOnce } from '@/shared/focus';
import { useSession } from '@/shared/session';
import { Button, Checkbox, classes } from '@/ui';
import { KeepButtons } from './KeepButtons';
import styles from './Recovery.module.css';

interface RecoveryKeyCardProps {
  recoveryKey: string;
  onDone(): void;
}

export function RecoveryKeyCard({ recoveryKey, onDone }: RecoveryKeyCardProps) {
  const { t } = useTranslation('recovery');
  const { user_id: user } = useSession();
  const [saved, setSaved] = useState(false);
  const card = useFocusAtOnce<HTMLDivElement>();
  return (
    <div className={classes(styles.stack, styles.card)} ref={card} tabIndex={-1}>
      <p>{t('keyText')}</p>
      <output className={styles.key} aria-label={t('keyTitle')}>
        {recoveryKey.split(' ').map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a key may repeat and never move.
          <span key={index}>{part}</span>
        ))}
      </output>
      <KeepButtons
        text={recoveryKey}
        fileName={t('fileName')}
        fileText={t('fileText', { user, key: recoveryKey, date: formatMoment(Date.now()) })}
      />
      <Checkbox isSelected={saved} onChange={setSaved}>
        {t('saved')}
      </Checkbox>
      <Button variant="primary" size="lg" isDisabled={!saved} onPress={onDone}>
        {t('done')}
      </Button>
    </div>
  );
}
