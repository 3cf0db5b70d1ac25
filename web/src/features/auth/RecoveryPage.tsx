// SPDX-License-Identifier: EUPL-1.2
// The one screen about keys after a sign-in: make the recovery key, or open messages on a new device.
import { useTranslation } from 'react-i18next';
import { Mark } from '@/shared/Mark';
import { VerificationHost } from '@/shared/verification/VerificationHost';
import styles from './Recovery.module.css';
import { RestorePanel } from './RestorePanel';
import { SetUpPanel } from './SetUpPanel';

interface RecoveryPageProps {
  need: 'set_up_needed' | 'restore_needed' | 'reset';
  onDone(): void;
  onLater(): void;
  onReset(): void;
}

export function RecoveryPage({ need, onDone, onLater, onReset }: RecoveryPageProps) {
  const { t } = useTranslation('recovery');
  const restoring = need === 'restore_needed';
  return (
    <main className={styles.page}>
      <section className={styles.card} aria-labelledby="recovery-title">
        <Mark size={44} />
        <h1 id="recovery-title" className={styles.title}>
          {t(restoring ? 'restoreTitle' : 'setUpTitle')}
        </h1>
        {restoring ? (
          <RestorePanel onDone={onDone} onLater={onLater} onReset={onReset} />
        ) : (
          <SetUpPanel kind={need === 'reset' ? 'reset' : 'first'} onDone={onDone} onLater={onLater} />
        )}
      </section>
      <VerificationHost />
    </main>
  );
}
