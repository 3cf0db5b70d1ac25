// SPDX-License-Identifier: EUPL-1.2
// The step of a dialog that asks who it is: the server's question is fetched, then the form stands there.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { errorCode, errorText } from '@/shared/errors';
import { Banner, Button, CopyCode, SkeletonRows } from '@/ui';
import styles from './Proof.module.css';
import { ProofForm } from './ProofForm';
import type { Proving } from './useProof';

interface ProofStepProps {
  proving: Proving;
  action?: string;
  danger?: boolean;
}

export function ProofStep({ proving, ...form }: ProofStepProps) {
  const { t } = useTranslation('ui');
  const { asked, failure, start } = proving;
  useStart(start);
  if (asked) return <ProofForm asked={asked} proving={proving} {...form} />;
  if (!failure) return <SkeletonRows count={2} avatar={false} />;
  return (
    <Banner
      tone="bad"
      boxed
      action={
        <div className={styles.buttons}>
          <Button size="sm" onPress={start}>
            {t('retry')}
          </Button>
          <CopyCode code={errorCode(failure.reason)} />
        </div>
      }
    >
      {errorText(failure.reason)}
    </Banner>
  );
}

/** Asks once, also where React mounts twice. */
function useStart(start: () => void): void {
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    start();
  });
}
