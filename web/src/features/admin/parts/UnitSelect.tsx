// SPDX-License-Identifier: EUPL-1.2
// Choosing one of the units that the signed-in person administers.
import { useTranslation } from 'react-i18next';
import { SearchSelect } from '@/ui';
import styles from '../Admin.module.css';
import { pathOf, useUnits } from './useUnits';

interface UnitSelectProps {
  label: string;
  value: string | null;
  onChange(unitId: string): void;
}

const NONE = '';

export function UnitSelect({ label, value, onChange }: UnitSelectProps) {
  const { t } = useTranslation('admin');
  const { all, mine } = useUnits();
  const choices = mine.map(({ id }) => ({ id, label: pathOf(all, id) }));
  const shown = value === null ? [{ id: NONE, label: t('chooseUnit') }, ...choices] : choices;
  return (
    <div className={styles.field}>
      <span aria-hidden="true" className={styles.fieldLabel}>
        {label}
      </span>
      <SearchSelect
        label={label}
        searchLabel={t('findUnit')}
        emptyText={t('noUnit')}
        choices={shown}
        value={value ?? NONE}
        onChange={(id) => id !== NONE && onChange(id)}
      />
    </div>
  );
}
