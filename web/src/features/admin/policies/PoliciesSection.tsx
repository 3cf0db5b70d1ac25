// SPDX-License-Identifier: EUPL-1.2
// The communication policies of the agencies that a person administers: the set, a simulator, and versions.

import { IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Agency, policyQueries } from '@/api/policies';
import { errorCode, errorText } from '@/shared/errors';
import { EmptyState, ErrorState, Pills, Select, SkeletonRows } from '@/ui';
import styles from './Policies.module.css';
import { PolicyEditor } from './PolicyEditor';
import { Simulator } from './Simulator';
import { useDraft } from './useDraft';
import { Versions } from './Versions';

export function PoliciesSection() {
  const { t } = useTranslation('policies');
  const { data, error, refetch } = useQuery(policyQueries.agencies());
  if (data) return <Agencies agencies={data} />;
  if (!error) return <SkeletonRows count={6} />;
  return (
    <ErrorState title={t('failed')} code={errorCode(error)} onRetry={() => void refetch()}>
      {errorText(error)}
    </ErrorState>
  );
}

function Agencies({ agencies }: { agencies: readonly Agency[] }) {
  const { t } = useTranslation('policies');
  const [first] = agencies;
  const [chosen, setChosen] = useState(first?.id ?? '');
  if (!first) {
    return (
      <EmptyState icon={IconMessages} title={t('none')}>
        {t('noneText')}
      </EmptyState>
    );
  }
  return (
    <div className={styles.content}>
      <p className={styles.lead}>{t('lead')}</p>
      {agencies.length > 1 && (
        <Select<string>
          label={t('agency')}
          choices={agencies.map(({ id, name }) => ({ id, label: name }))}
          value={chosen}
          onChange={setChosen}
        />
      )}
      <AgencyPolicies key={chosen} agencyId={chosen} />
    </div>
  );
}

type Part = 'set' | 'simulator' | 'versions';
const PARTS: readonly Part[] = ['set', 'simulator', 'versions'];

function AgencyPolicies({ agencyId }: { agencyId: string }) {
  const { t } = useTranslation('policies');
  const { data: saved } = useQuery(policyQueries.set(agencyId));
  const draft = useDraft(saved);
  const [part, setPart] = useState<Part>('set');
  if (!saved) return <SkeletonRows count={6} />;
  return (
    <>
      <Pills<Part>
        label={t('title')}
        items={PARTS.map((id) => ({ id, label: t(`tabs.${id}`) }))}
        value={part}
        onChange={setPart}
      />
      {part === 'set' && <PolicyEditor saved={saved} draft={draft} />}
      {part === 'simulator' && <Simulator agencyId={agencyId} draft={draft} />}
      {part === 'versions' && (
        <Versions
          saved={saved}
          onRestore={(text) => {
            draft.setText(text);
            setPart('set');
          }}
        />
      )}
    </>
  );
}
