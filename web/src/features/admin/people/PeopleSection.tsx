// SPDX-License-Identifier: EUPL-1.2
// People: finding one, and what is administered of them.
import { IconUserSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/ui';
import styles from '../Admin.module.css';
import { PersonPicker } from '../parts/PersonPicker';
import { addressOf, usePlace } from '../place';
import { PersonPage } from './PersonPage';

export function PeopleSection() {
  const { t } = useTranslation('admin');
  const { item } = usePlace();
  const navigate = useNavigate();
  if (item) return <PersonPage key={item} userId={item} />;
  return (
    <div className={styles.stack}>
      <div className={styles.grow}>
        <PersonPicker
          label={t('people.find')}
          value={null}
          onChange={(person) => person && void navigate({ href: addressOf('people', person.user_id) })}
        />
      </div>
      <EmptyState icon={IconUserSearch} title={t('people.choose')}>
        {t('people.chooseText')}
      </EmptyState>
    </div>
  );
}
