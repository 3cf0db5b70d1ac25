// SPDX-License-Identifier: EUPL-1.2
// The recovery key: make the first one or replace it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryNeed } from '@/engine/rpc/protocol';
import { errorText } from '@/shared/errors';
import { PasswordConfirm } from '@/shared/recovery/PasswordConfirm';
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
  const setUp = useRecoverySetUp();
  const title = t(kind === 'change' ? 'security.recoveryChange' : 'security.recoveryMake');
  return (
    <Dialog title={title} isOpen isDismissable={false} onClose={onClose}>
      {setUp.recoveryKey ? (
        <RecoveryKeyCard recoveryKey={setUp.recoveryKey} onDone={onClose} />
      ) : (
        <div className={styles.stack}>
          <p>{t(kind === 'change' ? 'security.changeText' : 'security.makeText')}</p>
          {setUp.error !== null && !setUp.needsPassword && (
            <Banner tone="bad" boxed>
              {errorText(setUp.error)}
            </Banner>
          )}
          {setUp.needsPassword ? (
            <PasswordConfirm
              error={setUp.error}
              isPending={setUp.isPending}
              onConfirm={(password) => void setUp.start(kind, password)}
            />
          ) : (
            <Button variant="primary" isPending={setUp.isPending} onPress={() => void setUp.start(kind)}>
              {title}
            </Button>
          )}
        </div>
      )}
    </Dialog>
  );
}
