// SPDX-License-Identifier: EUPL-1.2
// People of a unit or of a search, fetched page by page while scrolling.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { GridListLoadMoreItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import type { PersonSummary } from '@/api/types';
import { useAvatarUrl } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Avatar, Banner, Button, ErrorState, List, ListRow, PaneHead, SearchField, Select, SkeletonRows } from '@/ui';
import styles from './People.module.css';
import { NobodyFound } from './PeoplePage';
import { PrintDirectory } from './PrintDirectory';
import { useChooseUnit } from './UnitPane';
import { UnitTeam } from './UnitTeam';

interface PeopleListProps {
  query: string;
  unit: string | null;
  current: string | null;
  onOpen(userId: string): void;
  /** The choice of the unit stands above the list where there is no tree beside it. */
  withUnits?: boolean;
}

export function PeopleList({ query, unit, current, onOpen, withUnits }: PeopleListProps) {
  const { t } = useTranslation('people');
  const { data: units } = useQuery(queries.units());
  const name = units?.units.find(({ id }) => id === unit)?.name;
  return (
    <>
      <PaneHead title={name ?? t('title')}>
        <PrintDirectory title={name ?? t('title')} query={query} unit={unit} />
      </PaneHead>
      <div className={styles.filters}>
        <PeopleSearch query={query} unit={unit} />
        {withUnits && <UnitSelect unit={unit} />}
        {unit && <UnitTeam key={unit} unit={unit} />}
      </div>
      <Results query={query} unit={unit} current={current} onOpen={onOpen} />
    </>
  );
}

/** Typing changes the address, so that a search can be shared and survives Back. */
function PeopleSearch({ query, unit }: { query: string; unit: string | null }) {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  const [typed, setTyped] = useState(query);
  const settled = useDeferredValue(typed);
  useEffect(() => {
    if (settled === query) return;
    void navigate({
      to: '/people',
      search: { ...(settled ? { q: settled } : {}), ...(unit ? { unit } : {}) },
      replace: true,
    });
  }, [settled, query, unit, navigate]);
  return <SearchField label={t('search')} value={typed} onChange={setTyped} className={styles.search ?? ''} />;
}

const EVERYBODY = 'all';

function UnitSelect({ unit }: { unit: string | null }) {
  const { t } = useTranslation('people');
  const { data } = useQuery(queries.units());
  const choose = useChooseUnit();
  const choices = [
    { id: EVERYBODY, label: t('allPeople') },
    ...(data?.units ?? []).map(({ id, name }) => ({ id, label: name })),
  ];
  return (
    <Select<string>
      label={t('units')}
      bare
      choices={choices}
      value={unit ?? EVERYBODY}
      onChange={(id) => choose(id === EVERYBODY ? null : id)}
    />
  );
}

type ResultsProps = Omit<PeopleListProps, 'withUnits'>;

function Results({ query, unit, current, onOpen }: ResultsProps) {
  const { t } = useTranslation('people');
  const found = useInfiniteQuery(queries.people({ query, unit }));
  const people = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  if (!found.data) {
    if (!found.error) return <SkeletonRows count={10} />;
    return (
      <ErrorState title={t('failed')} code={errorCode(found.error)} onRetry={() => void found.refetch()}>
        {errorText(found.error)}
      </ErrorState>
    );
  }
  if (people.length === 0) return <NobodyFound query={query} />;
  return (
    <>
      {found.isRefetchError && (
        <Banner
          tone="warn"
          action={
            <Button size="sm" onPress={() => void found.refetch()}>
              {t('refresh')}
            </Button>
          }
        >
          {t('oldData')}
        </Banner>
      )}
      <p className={styles.count} role="status">
        {t('people', { count: found.data.pages[0]?.total ?? people.length })}
      </p>
      <div className={styles.results}>
        <List aria-label={t('title')} onAction={(key) => onOpen(String(key))}>
          {people.map((person) => (
            <PersonRow key={person.user_id} person={person} current={person.user_id === current} />
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

function PersonRow({ person, current }: { person: PersonSummary; current: boolean }) {
  const { t } = useTranslation('people');
  const url = useAvatarUrl(person.avatar_url);
  const post = person.acting ? `${person.post} (${t('acting')})` : person.post;
  return (
    <ListRow
      id={person.user_id}
      textValue={person.name}
      current={current}
      leading={<Avatar name={person.name} url={url} size={40} />}
      title={person.name}
      subtitle={[post, person.unit_name].filter(Boolean).join(' · ')}
    />
  );
}
