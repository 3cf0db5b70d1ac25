// SPDX-License-Identifier: EUPL-1.2
// The tree of units as a filter of the people list.
import { IconBuildingBank } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Key } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import type { Unit } from '@/api/types';
import { errorCode, errorText } from '@/shared/errors';
import { Button, ErrorState, PaneHead, SkeletonRows, Tree } from '@/ui';
import styles from './People.module.css';
import { ancestors, unitTree } from './unitTree';

export function UnitPane({ unit }: { unit: string | null }) {
  const { t } = useTranslation('people');
  const { data, error, refetch } = useQuery(queries.units());
  const choose = useChooseUnit();
  return (
    <>
      <PaneHead title={t('units')} level={2}>
        {unit && (
          <Button variant="quiet" size="sm" onPress={() => choose(null)}>
            {t('allPeople')}
          </Button>
        )}
      </PaneHead>
      {!data && error && (
        <ErrorState title={t('unitsFailed')} code={errorCode(error)} onRetry={() => void refetch()}>
          {errorText(error)}
        </ErrorState>
      )}
      {!data && !error && <SkeletonRows count={8} avatar={false} />}
      {data && <UnitTree units={data.units} unit={unit} onChoose={choose} />}
    </>
  );
}

interface UnitTreeProps {
  units: Unit[];
  unit: string | null;
  onChoose(unit: string): void;
}

function UnitTree({ units, unit, onChoose }: UnitTreeProps) {
  const { t } = useTranslation('people');
  const nodes = useMemo(() => unitTree(units).map((top) => ({ ...top, icon: IconBuildingBank })), [units]);
  const [expanded, setExpanded] = useState<Set<Key>>(
    () => new Set([...nodes.map(({ id }) => id), ...ancestors(units, unit)]),
  );
  return (
    <Tree
      label={t('units')}
      nodes={nodes}
      current={unit}
      expandedKeys={expanded}
      onExpandedChange={setExpanded}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys;
        if (key !== undefined) onChoose(String(key));
      }}
      className={styles.tree ?? ''}
    />
  );
}

export function useChooseUnit(): (unit: string | null) => void {
  const navigate = useNavigate();
  const { q } = useSearch({ from: '/signed-in/people' });
  return (unit) => void navigate({ to: '/people', search: { ...(q ? { q } : {}), ...(unit ? { unit } : {}) } });
}
