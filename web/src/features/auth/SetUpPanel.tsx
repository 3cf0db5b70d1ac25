// SPDX-License-Identifier: EUPL-1.2
// Explains the recovery key, makes it and shows it once.
import { useTranslation } from 'react-i18next';
import { errorCode, errorText } from '@/shared/errors';
import { ProofForm } from '@/shared/proof/ProofForm';
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
  const { recoveryKey, proving } = useRecoverySetUp(kind);
  const { asked, failure, isPending, start } = proving;
  if (recoveryKey) return <RecoveryKeyCard recoveryKey={recoveryKey} onDone={onDone} />;
  return (
    <>
      <p className={styles.text}>{t('setUpText')}</p>
      <ul className={styles.points}>
        <li>{t('point1')}</li>
        <li>{t('point2')}</li>
        <li>{t('point3')}</li>
      </ul>
      {failure && !asked && (
        <Banner tone="bad" boxed action={<CopyCode code={errorCode(failure.reason)} />}>
          {errorText(failure.reason)}
        </Banner>
      )}
      {asked ? (
        <ProofForm asked={asked} proving={proving} action={t('create')} />
      ) : (
        <div className={styles.actions}>
          <Button variant="primary" size="lg" isPending={isPending} onPress={start}>
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
