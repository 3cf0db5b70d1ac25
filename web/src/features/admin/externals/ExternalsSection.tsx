// SPDX-License-Identifier: EUPL-1.2
// People from outside whom the signed-in person answers for: who needs a decision, and the decisions.
import { IconPlus, IconUserShare } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, EmptyState, Pills } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { AdmitDialog } from './AdmitDialog';
import { type External, externals } from './api';
import { EndDialog } from './EndDialog';
import { ExternalLine } from './ExternalLine';
import { answers, dueBy, FILTERS, type Filter } from './filters';
import { ReviewDialog } from './ReviewDialog';

export type Deed = { what: 'admit' } | { what: 'review' | 'end'; external: External };

export function ExternalsSection() {
  const { t } = useTranslation('admin');
  const [filter, setFilter] = useState<Filter>('all');
  const [deed, setDeed] = useState<Deed | null>(null);
  const now = Date.now();
  const found = useInfiniteQuery(externals(dueBy(filter, now)));
  const close = () => setDeed(null);
  return (
    <div className={styles.stack}>
      <p className={styles.text}>{t('externals.intro')}</p>
      <div className={styles.bar}>
        <Pills<Filter>
          label={t('externals.filter')}
          items={FILTERS.map((id) => ({ id, label: t(`externals.filters.${id}`) }))}
          value={filter}
          onChange={setFilter}
        />
        <Button
          variant="primary"
          icon={IconPlus}
          className={styles.end ?? ''}
          onPress={() => setDeed({ what: 'admit' })}
        >
          {t('externals.new')}
        </Button>
      </div>
      <Loaded query={found} title={t('externals.failed')}>
        {({ pages }) => (
          <Lines
            shown={pages.flatMap(({ items }) => items).filter((one) => answers(one, filter, now))}
            onDeed={setDeed}
          />
        )}
      </Loaded>
      {found.hasNextPage && (
        <Button isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {deed?.what === 'admit' && <AdmitDialog onClose={close} />}
      {deed?.what === 'review' && <ReviewDialog external={deed.external} onClose={close} />}
      {deed?.what === 'end' && <EndDialog external={deed.external} onClose={close} />}
    </div>
  );
}

function Lines({ shown, onDeed }: { shown: External[]; onDeed(deed: Deed): void }) {
  const { t } = useTranslation('admin');
  if (shown.length === 0) {
    return (
      <EmptyState icon={IconUserShare} title={t('externals.none')}>
        {t('externals.noneText')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.lines} aria-label={t('sections.externals')}>
      {shown.map((external) => (
        <ExternalLine key={external.user_id} external={external} onDeed={onDeed} />
      ))}
    </ul>
  );
}
