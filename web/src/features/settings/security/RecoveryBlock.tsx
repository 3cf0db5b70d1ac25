// SPDX-License-Identifier: EUPL-1.2
// The recovery key: make the first one or replace it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryNeed } from '@/engine/rpc/protocol';
import { errorText } from '@/shared/errors';
import { ProofForm } from '@/shared/proof/ProofForm';
import type { Proving } from '@/shared/proof/useProof';
import { RecoveryKeyCard } from '@/shared/recovery/RecoveryKeyCard';
import { type SetUpKind, useRecoverySetUp } from '@/shared/recovery/useRecoverySetUp';
import { Banner, Button, Dialog } from '@/ui';
import { Block } from '../Block';
import styles from '../Settings.module.css';
import { StateLine } from './StateLine';

export function RecoveryBlock({ need }: { need: RecoveryNeed }) {
  const { t } = useTranslation('settings');
  const [kind, setKind] = useState<SetUpKind | null>(null);
  const missing = need === 'set_up_needed';
  const canChange = need === 'none';
  return (
    <Block title={t('security.recovery')} text={t('security.recoveryText')}>
      <StateLine tone={missing ? 'warn' : 'ok'}>
        {t(missing ? 'security.recoveryMissing' : 'security.recoveryExists')}
      </StateLine>
      {(missing || canChange) && (
        <p>
          <Button variant={missing ? 'primary' : 'secondary'} onPress={() => setKind(missing ? 'first' : 'change')}>
            {t(missing ? 'security.recoveryMake' : 'security.recoveryChange')}
          </Button>
        </p>
      )}
      {kind && <SetUpDialog kind={kind} onClose={() => setKind(null)} />}
    </Block>
  );
}

function SetUpDialog({ kind, onClose }: { kind: SetUpKind; onClose(): void }) {
  const { t } = useTranslation('settings');
  const { recoveryKey, proving } = useRecoverySetUp(kind);
  const title = t(kind === 'change' ? 'security.recoveryChange' : 'security.recoveryMake');
  return (
    <Dialog title={title} isOpen isDismissable={false} onClose={onClose}>
      {recoveryKey ? (
        <RecoveryKeyCard recoveryKey={recoveryKey} onDone={onClose} />
      ) : (
        <div className={styles.stack}>
          <p>{t(kind === 'change' ? 'security.changeText' : 'security.makeText')}</p>
          <MakeKey action={title} proving={proving} />
        </div>
      )}
    </Dialog>
  );
}

function MakeKey({ action, proving }: { action: string; proving: Proving }) {
  const { asked, failure, isPending, start } = proving;
  if (asked) return <ProofForm asked={asked} proving={proving} action={action} />;
  return (
    <>
      {failure && (
        <Banner tone="bad" boxed>
          {errorText(failure.reason)}
        </Banner>
      )}
      <Button variant="primary" isPending={isPending} onPress={start}>
        {action}
      </Button>
    </>
  );
}
