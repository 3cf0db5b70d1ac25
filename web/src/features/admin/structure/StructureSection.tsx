// SPDX-License-Identifier: EUPL-1.2
// Units and posts: the administered part of the tree, and the chosen unit.
import { IconSitemap } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Key } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { EmptyState, Tree, type TreeNode, useIsPhone } from '@/ui';
import styles from '../Admin.module.css';
import { useUnits } from '../parts/useUnits';
import { addressOf, usePlace } from '../place';
import { branches } from './branches';
import { UnitPage } from './UnitPage';

export function StructureSection() {
  const { t } = useTranslation('admin');
  const phone = useIsPhone();
  const { item } = usePlace();
  const { mine } = useUnits();
  if (phone) return item ? <UnitPage unitId={item} /> : <UnitTree current={null} />;
  const shown = item ?? mine[0]?.id;
  return (
    <div className={styles.beside}>
      <UnitTree current={shown ?? null} />
      {shown ? (
        <UnitPage key={shown} unitId={shown} />
      ) : (
        <EmptyState icon={IconSitemap} title={t('structure.none')}>
          {t('structure.noneText')}
        </EmptyState>
      )}
    </div>
  );
}

function UnitTree({ current }: { current: string | null }) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const { mine } = useUnits();
  const nodes = useMemo<TreeNode[]>(() => branches(mine), [mine]);
  const [expanded, setExpanded] = useState<Set<Key> | null>(null);
  return (
    <Tree
      label={t('structure.units')}
      nodes={nodes}
      current={current}
      expandedKeys={expanded ?? nodes.map(({ id }) => id)}
      onExpandedChange={setExpanded}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys;
        if (key !== undefined) void navigate({ href: addressOf('structure', String(key)) });
      }}
      className={styles.tree ?? ''}
    />
  );
}
