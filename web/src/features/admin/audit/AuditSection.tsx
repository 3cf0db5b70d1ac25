// SPDX-License-Identifier: EUPL-1.2
// The audit log: whether it is sound, what was done by whom to whom, and files of it.
import { IconDownload, IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, EmptyState, LinkButton } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { useAsked } from '../place';
import { exportAddress, log, NOTHING, type Wanted } from './api';
import { EntryLine } from './EntryLine';
import { Filters } from './Filters';
import { Soundness } from './Soundness';

export function AuditSection() {
  const subject = useAsked('subject');
  const [wanted, setWanted] = useState<Wanted>({ ...NOTHING, subject });
  return (
    <div className={styles.stack}>
      <Soundness />
      <Filters wanted={wanted} onChange={setWanted} />
      <Entries wanted={wanted} />
    </div>
  );
}

function Entries({ wanted }: { wanted: Wanted }) {
  const { t } = useTranslation('admin');
  const found = useInfiniteQuery(log.entries(wanted));
  return (
    <section className={styles.block} aria-label={t('audit.entries')}>
      <div className={styles.blockHead}>
        <h2>{t('audit.entries')}</h2>
        {(['csv', 'json'] as const).map((kind) => (
          <LinkButton key={kind} size="sm" icon={IconDownload} href={exportAddress(wanted, kind)} download="">
            {kind.toUpperCase()}
          </LinkButton>
        ))}
      </div>
      <Loaded query={found} title={t('audit.failed')} rows={8}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.items);
          if (entries.length === 0) {
            return (
              <EmptyState icon={IconListSearch} title={t('audit.none')}>
                {t('audit.noneText')}
              </EmptyState>
            );
          }
          return (
            <ol className={styles.lines}>
              {entries.map((entry) => (
                <EntryLine key={entry.position} entry={entry} />
              ))}
            </ol>
          );
        }}
      </Loaded>
      {found.hasNextPage && (
        <Button isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
          {t('audit.earlier')}
        </Button>
      )}
    </section>
  );
}
