// SPDX-License-Identifier: EUPL-1.2
// The way to the console, for those who administer something; loaded after the first paint.
import { IconAdjustments } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { classes, Link } from '@/ui';
import styles from './Rail.module.css';
import { useAdministers } from './useAdministers';

export function ConsoleLink() {
  const { t } = useTranslation('app');
  const administers = useAdministers();
  const here = useRouterState({ select: (state) => state.location.pathname.startsWith('/admin') });
  if (!administers) return null;
  return (
    <Link
      href="/admin"
      className={classes(styles.entry, here && styles.here)}
      {...(here ? { 'aria-current': 'page' as const } : {})}
    >
      <span className={styles.icon}>
        <IconAdjustments size={22} stroke={1.6} aria-hidden />
      </span>
      <span className={styles.word}>{t('modules.admin')}</span>
    </Link>
  );
}
