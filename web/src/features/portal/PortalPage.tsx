// SPDX-License-Identifier: EUPL-1.2
// The start page: today's date, unread chats, announcements, colleagues of one's unit.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import { formatToday } from '@/shared/dates';
import { useSession } from '@/shared/session';
import { Panes } from '@/ui';
import { Announcements } from './Announcements';
import { Colleagues } from './Colleagues';
import { givenName, greetingKey } from './greeting';
import styles from './Portal.module.css';
import { UnreadChats } from './UnreadChats';

export function PortalPage() {
  const { t, i18n } = useTranslation('portal');
  const { user_id: userId, display_name: displayName } = useSession();
  const { data: card } = useQuery(queries.person(userId));
  const name = card?.name ?? displayName;
  const now = new Date();
  return (
    <Panes mainLabel={t('title')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable. */}
      <div className={styles.scroll} tabIndex={0}>
        <div className={styles.page} lang={i18n.language}>
          <header className={styles.head}>
            <h1 className={styles.date}>{formatToday(now)}</h1>
            <p className={styles.greeting}>{t(`greeting.${greetingKey(now.getHours())}`, { name: givenName(name) })}</p>
          </header>
          <div className={styles.grid}>
            <UnreadChats />
            <Colleagues />
            <Announcements />
          </div>
        </div>
      </div>
    </Panes>
  );
}
