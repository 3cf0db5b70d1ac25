// SPDX-License-Identifier: EUPL-1.2
// The bar at the lower edge of a phone: parts of the product, notifications and the person.
import { IconBell } from '@tabler/icons-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useUnreadNotifications } from '@/engine/rpc/react';
import { Dot } from '@/ui';
import styles from './BottomBar.module.css';
import { MODULES } from './modules';
import { ProfileButton } from './ProfileButton';
import { ModuleLink } from './Rail';
import rail from './Rail.module.css';
import { togglePart } from './shellStore';

export function BottomBar() {
  const { t } = useTranslation('app');
  const unread = useUnreadNotifications();
  return (
    <nav className={styles.bar} data-region="rail" aria-label={t('rail.label')}>
      {MODULES.map((entry) => (
        <ModuleLink key={entry.id} entry={entry} />
      ))}
      <Button className={`${rail.entry} ${styles.plain}`} onPress={() => togglePart('notifications')}>
        <span className={rail.icon}>
          <IconBell size={22} stroke={1.6} aria-hidden />
          {unread > 0 && <Dot label={t('rail.news', { count: unread })} className={styles.dot} />}
        </span>
        <span className={rail.word}>{t('rail.notificationsShort')}</span>
      </Button>
      <div className={styles.profile}>
        <ProfileButton placement="top end" />
      </div>
    </nav>
  );
}
