// SPDX-License-Identifier: EUPL-1.2
// Before a move, an appointment or its end: which rooms people would join, leave and hand over.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '@/ui';
import styles from '../Admin.module.css';
import { useRefusal } from '../refusal';
import { type RoomsDeed, type RoomsPreview, roomsPreview } from './rooms';

interface RoomsChangeProps {
  deed: RoomsDeed;
  /** The deed has a day of its own, and is shown as if that were today. */
  isDated?: boolean;
}

export function RoomsChange({ deed, isDated = false }: RoomsChangeProps) {
  const { t } = useTranslation('admin');
  const refusal = useRefusal();
  const found = useInfiniteQuery(roomsPreview(deed));
  const first = found.data?.pages[0];
  if (found.error) {
    return (
      <Banner tone="warn" boxed>
        {refusal(found.error)}
      </Banner>
    );
  }
  if (!first) return <p role="status">{t('preview.looking')}</p>;
  const changes = found.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <section className={styles.stack} aria-label={t('preview.title')}>
      <Summary preview={first} />
      {isDated && <p className={styles.meta}>{t('preview.later')}</p>}
      {changes.length > 0 && (
        <details>
          <summary>{t('preview.details')}</summary>
          <ul className={styles.lines}>
            {changes.map((change) => (
              <li key={`${change.user_id} ${change.room_id}`} className={styles.meta}>
                {t(change.joins ? 'preview.join' : 'preview.leave', { name: change.name, title: change.title })}
              </li>
            ))}
          </ul>
          {found.hasNextPage && (
            <Button size="sm" isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
              {t('preview.more')}
            </Button>
          )}
        </details>
      )}
    </section>
  );
}

function Summary({ preview }: { preview: RoomsPreview }) {
  const { t } = useTranslation('admin');
  const { people, joins, leaves, hands_over: handsOver } = preview;
  if (people === 0) return <p role="status">{t('preview.none')}</p>;
  const parts = [
    joins > 0 && t('preview.joins', { count: joins }),
    leaves > 0 && t('preview.leaves', { count: leaves }),
    handsOver > 0 && t('preview.handsOver', { count: handsOver }),
  ].filter(Boolean);
  return (
    <p role="status" className={styles.strong}>
      {t('preview.people', { count: people })}: {parts.join(', ')}
    </p>
  );
}
