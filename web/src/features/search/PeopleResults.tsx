// SPDX-License-Identifier: EUPL-1.2
// People of the directory whose name, post or unit answers the search.
import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { GridListLoadMoreItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import type { PersonSummary } from '@/api/types';
import { useAvatarUrl } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Avatar, EmptyState, ErrorState, List, ListRow, SkeletonRows } from '@/ui';
import { useSearchAddress } from './address';
import styles from './Search.module.css';

export function PeopleResults() {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const { query } = useSearchAddress();
  const found = useInfiniteQuery(queries.people({ query, unit: null }));
  const people = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  if (!found.data) {
    if (!found.error) return <SkeletonRows count={8} />;
    return (
      <ErrorState title={t('failed')} code={errorCode(found.error)} onRetry={() => void found.refetch()}>
        {errorText(found.error)}
      </ErrorState>
    );
  }
  if (people.length === 0) {
    return (
      <EmptyState icon={IconUsers} title={t('none.title', { query })}>
        {t('none.people')}
      </EmptyState>
    );
  }
  const open = (userId: string) => void navigate({ to: '/people/$userId', params: { userId } });
  return (
    <div className={styles.results}>
      <List aria-label={t('results')} onAction={(key) => open(String(key))}>
        {people.map((person) => (
          <PersonRow key={person.user_id} person={person} />
        ))}
        {found.hasNextPage && (
          <GridListLoadMoreItem isLoading={found.isFetchingNextPage} onLoadMore={() => void found.fetchNextPage()}>
            <SkeletonRows count={1} />
          </GridListLoadMoreItem>
        )}
      </List>
    </div>
  );
}

function PersonRow({ person }: { person: PersonSummary }) {
  const url = useAvatarUrl(person.avatar_url);
  return (
    <ListRow
      id={person.user_id}
      textValue={person.name}
      leading={<Avatar name={person.name} url={url} size={40} />}
      title={person.name}
      subtitle={[person.post, person.unit_name].filter(Boolean).join(' · ')}
    />
  );
}
