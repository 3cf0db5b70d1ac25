// SPDX-License-Identifier: EUPL-1.2
// Found messages with their filters, and what may be missing among them.
import { IconMessageSearch } from '@tabler/icons-react';
import { useMemo } from 'react';
import { GridListLoadMoreItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useSearchIndex } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Banner, Button, EmptyState, ErrorState, Link, List, SkeletonRows, useIsPhone } from '@/ui';
import { useSearchAddress } from './address';
import { Filters } from './Filters';
import { HitRow } from './HitRow';
import styles from './Search.module.css';
import { useMessageSearch } from './useMessageSearch';
import { useOpenHit } from './useOpenHit';

export function MessageResults() {
  const found = useMessageSearch();
  const hits = useMemo(() => found.data?.pages.flatMap((page) => page.hits) ?? [], [found.data]);
  const serverMissing = found.data?.pages.some((page) => page.serverMissing) ?? false;
  return (
    <>
      <Filters hits={hits} />
      <Gaps serverMissing={serverMissing} onRetry={() => void found.refetch()} />
      <Hits found={found} hits={hits} />
    </>
  );
}

type Found = ReturnType<typeof useMessageSearch>;
type Hit = NonNullable<Found['data']>['pages'][number]['hits'][number];

function Hits({ found, hits }: { found: Found; hits: Hit[] }) {
  const { t } = useTranslation('search');
  const openHit = useOpenHit();
  const phone = useIsPhone();
  const { query } = useSearchAddress();
  if (!found.data) {
    if (!found.error) return <SkeletonRows count={8} />;
    return (
      <ErrorState title={t('failed')} code={errorCode(found.error)} onRetry={() => void found.refetch()}>
        {errorText(found.error)}
      </ErrorState>
    );
  }
  if (hits.length === 0 && !found.hasNextPage) {
    const partly = found.data.pages.some((page) => page.serverMissing);
    return (
      <EmptyState icon={IconMessageSearch} title={partly ? t('none.device') : t('none.title', { query })}>
        {t(partly ? 'none.deviceText' : 'none.text')}
      </EmptyState>
    );
  }
  const open = (key: string) => {
    const hit = hits.find(({ eventId }) => eventId === key);
    if (hit) openHit(hit);
  };
  return (
    <>
      <p className={styles.count} role="status">
        {t('found', { count: Math.max(found.data.pages[0]?.total ?? 0, hits.length) })}
      </p>
      <div className={styles.results} aria-busy={found.isPlaceholderData}>
        <List aria-label={t('results')} rowHeight={phone ? 88 : 72} onAction={(key) => open(String(key))}>
          {hits.map((hit) => (
            <HitRow key={hit.eventId} hit={hit} />
          ))}
          {found.hasNextPage && (
            <GridListLoadMoreItem isLoading={found.isFetchingNextPage} onLoadMore={() => void found.fetchNextPage()}>
              <SkeletonRows count={1} />
            </GridListLoadMoreItem>
          )}
        </List>
      </div>
    </>
  );
}

/** Why some messages may be missing, in words. */
function Gaps({ serverMissing, onRetry }: { serverMissing: boolean; onRetry(): void }) {
  const { t } = useTranslation('search');
  const { value: index } = useSearchIndex();
  return (
    <>
      {serverMissing && (
        <Banner
          tone="warn"
          action={
            <Button size="sm" onPress={onRetry}>
              {t('retry')}
            </Button>
          }
        >
          {t('serverMissing')}
        </Banner>
      )}
      {index && (index.state === 'indexing' || index.state === 'paused') && (
        <p className={styles.progress}>
          {t(`index.${index.state}`, { done: index.roomsDone, count: index.roomsTotal })}
        </p>
      )}
      {index?.state === 'off' && (
        <p className={styles.progress}>
          {t('index.off')} <Link href="/settings/security">{t('index.settings')}</Link>
        </p>
      )}
    </>
  );
}
