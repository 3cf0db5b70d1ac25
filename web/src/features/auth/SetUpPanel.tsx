// SPDX-License-Identifier: EUPL-1.2
// Explains the recovery key, makes it and shows it once.
import { useTranslation } from 'react-i18next';
import { errorCode, errorText } from '@/shared/errors';
import { PasswordConfirm } from '@/shared/recovery/PasswordConfirm';
import { RecoveryKeyCard } from '@/shared/recovery/RecoveryKeyCard';
import { type SetUpKind, useRecoverySetUp } from '@/shared/recovery/useRecoverySetUp';
import { Banner, Button, CopyCode } from '@/ui';
import styles from './Recovery.module.css';

interface SetUpPanelProps {
  kind: SetUpKind;
  onDone(): void;
  onLater(): void;
}

export function SetUpPanel({ kind, onDone, onLater }: SetUpPanelProps) {
  const { t } = useTranslation('recovery');
  const setUp = useRecoverySetUp();
  if (setUp.recoveryKey) return <RecoveryKeyCard recoveryKey={setUp.recoveryKey} onDone={onDone} />;
  return (
    <>
      <p className={styles.text}>{t('setUpText')}</p>
      <ul className={styles.points}>
        <li>{t('point1')}</li>
        <li>{t('point2')}</li>
        <li>{t('point3')}</li>
      </ul>
      {setUp.error !== null && !setUp.needsPassword && (
        <Banner tone="bad" boxed action={<CopyCode code={errorCode(setUp.error)} />}>
          {errorText(setUp.error)}
        </Banner>
      )}
      {setUp.needsPassword ? (
        <PasswordConfirm
          error={setUp.error}
          isPending={setUp.isPending}
          action={t('create')}
          onConfirm={(password) => void setUp.start(kind, password)}
        />
      ) : (
        <div className={styles.actions}>
          <Button variant="primary" size="lg" isPending={setUp.isPending} onPress={() => void setUp.start(kind)}>
            {t('create')}
          </Button>
          <Button variant="quiet" size="lg" onPress={onLater}>
            {t('later')}
          </Button>
        </div>
      )}
      <p className={styles.hint}>{t('laterHint')}</p>
    </>
  );
}
