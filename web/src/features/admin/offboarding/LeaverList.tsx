// SPDX-License-Identifier: EUPL-1.2
// The records of people who left, the latest first.
import { IconDoorExit } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/dates';
import { Avatar, Button, Chip, EmptyState, Link, LinkButton } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { addressOf } from '../place';
import { type Leaver, leaving } from './api';

export function LeaverList() {
  const { t } = useTranslation('admin');
  const log = useInfiniteQuery(leaving.list());
  return (
    <div className={styles.stack}>
      <div className={styles.bar}>
        <p className={styles.text}>{t('leaving.intro')}</p>
        <LinkButton variant="primary" icon={IconDoorExit} href={addressOf('offboarding', 'new')}>
          {t('leaving.start')}
        </LinkButton>
      </div>
      <Loaded query={log} title={t('leaving.failed')}>
        {({ pages }) => <Lines leavers={pages.flatMap((page) => page.items)} />}
      </Loaded>
      {log.hasNextPage && (
        <Button isPending={log.isFetchingNextPage} onPress={() => void log.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}

function Lines({ leavers }: { leavers: Leaver[] }) {
  const { t } = useTranslation('admin');
  if (leavers.length === 0) {
    return (
      <EmptyState icon={IconDoorExit} title={t('leaving.none')}>
        {t('leaving.noneText')}
      </EmptyState>
    );
  }
  return (
    <ol className={styles.lines} aria-label={t('sections.offboarding')}>
      {leavers.map((leaver) => (
        <li key={leaver.id} className={styles.line}>
          <Avatar name={leaver.name} size={36} />
          <span className={styles.words}>
            <Link href={addressOf('offboarding', leaver.id)} className={styles.plainLink}>
              {leaver.name}
            </Link>
            <span className={styles.meta}>
              {t('leaving.by', {
                moment: formatMoment(leaver.started_at),
                name: leaver.actor_name ?? (leaver.actor === 'system' ? t('system') : leaver.actor),
              })}
            </span>
          </span>
          {leaver.finished_at === null ? (
            <Chip tone="warn">{t('leaving.roomsLeft', { count: leaver.rooms_left })}</Chip>
          ) : (
            <Chip tone="ok">{t('leaving.finished')}</Chip>
          )}
        </li>
      ))}
    </ol>
  );
}
