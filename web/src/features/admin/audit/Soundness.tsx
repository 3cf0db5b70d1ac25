// SPDX-License-Identifier: EUPL-1.2
// Whether the log is whole: its newest signed checkpoint, and a recomputation of everything on demand.
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Banner, Button, CopyCode } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { useRefusal } from '../refusal';
import { log, type Verification, verifyLog } from './api';

export function Soundness() {
  const { t } = useTranslation('admin');
  const refusal = useRefusal();
  const checkpoint = useQuery(log.checkpoint());
  const verification = useMutation({ mutationFn: verifyLog });
  return (
    <section className={styles.block} aria-label={t('audit.soundness')}>
      <div className={styles.blockHead}>
        <h2>{t('audit.soundness')}</h2>
        <Button
          size="sm"
          icon={IconShieldCheck}
          isPending={verification.isPending}
          onPress={() => verification.mutate()}
        >
          {t('audit.verify')}
        </Button>
      </div>
      <Loaded query={checkpoint} title={t('audit.checkpointFailed')} rows={1}>
        {({ size, note }) => (
          <div className={styles.blockHead}>
            <p className={styles.text}>{t('audit.sealed', { count: size })}</p>
            {note && <CopyCode code={note.split('\n')[2] ?? note} />}
          </div>
        )}
      </Loaded>
      {verification.error && (
        <Banner tone="bad" boxed>
          {refusal(verification.error)}
        </Banner>
      )}
      {verification.data && <Result found={verification.data} />}
    </section>
  );
}

function Result({ found }: { found: Verification }) {
  const { t } = useTranslation('admin');
  if (found.problems.length === 0) {
    return (
      <Banner tone="ok" boxed>
        {t('audit.sound', { count: found.entries })}
      </Banner>
    );
  }
  return (
    <Banner tone="bad" boxed>
      <p>{t('audit.damaged', { count: found.problems.length })}</p>
      <ul className={styles.bullets}>
        {found.problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Banner>
  );
}
