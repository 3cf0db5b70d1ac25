// SPDX-License-Identifier: EUPL-1.2
// What stands where nothing is searched yet: the last searches of this person on this device.
import { IconHistory, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetSearches, recentSearches } from '@/shared/recentSearches';
import { useSession } from '@/shared/session';
import { Button, EmptyState } from '@/ui';
import { useChangeSearch } from './address';
import styles from './Search.module.css';

export function Recent() {
  const { t } = useTranslation('search');
  const { user_id: me } = useSession();
  const change = useChangeSearch();
  const [searches, setSearches] = useState(() => recentSearches(me));
  const forget = () => {
    forgetSearches();
    setSearches([]);
  };
  if (searches.length === 0) {
    return (
      <EmptyState icon={IconSearch} title={t('start.title')}>
        {t('start.text')}
      </EmptyState>
    );
  }
  return (
    <section className={styles.recent} aria-label={t('recent.title')}>
      <div className={styles.recentHead}>
        <h2>{t('recent.title')}</h2>
        <Button size="sm" variant="quiet" onPress={forget}>
          {t('recent.forget')}
        </Button>
      </div>
      <ul className={styles.recentList}>
        {searches.map((words) => (
          <li key={words}>
            <Button variant="quiet" icon={IconHistory} onPress={() => change({ q: words })}>
              {words}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
