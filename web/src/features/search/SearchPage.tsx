// SPDX-License-Identifier: EUPL-1.2
// The one page of results: messages, files, links, people and chats for the words in the address.
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberSearch } from '@/shared/recentSearches';
import { useSession } from '@/shared/session';
import { useShortcut } from '@/shared/shortcuts';
import { PaneHead, Panes, Pills, SearchField } from '@/ui';
import { type SearchTab, TABS, useChangeSearch, useSearchAddress } from './address';
import { ChatResults } from './ChatResults';
import { MessageResults } from './MessageResults';
import { PeopleResults } from './PeopleResults';
import { Recent } from './Recent';
import styles from './Search.module.css';

export function SearchPage() {
  const { t } = useTranslation('search');
  const { query, tab } = useSearchAddress();
  const change = useChangeSearch();
  return (
    <Panes mainLabel={t('title')}>
      <PaneHead title={t('title')} />
      <div className={styles.top}>
        <QueryField />
        <Pills<SearchTab>
          label={t('tabs.label')}
          items={TABS.map((id) => ({ id, label: t(`tabs.${id}`) }))}
          value={tab}
          onChange={(id) => change({ tab: id === 'messages' ? undefined : id, kind: undefined })}
          className={styles.tabs ?? ''}
        />
      </div>
      {query.trim() ? <Results tab={tab} /> : <Recent />}
    </Panes>
  );
}

function Results({ tab }: { tab: SearchTab }) {
  if (tab === 'people') return <PeopleResults />;
  return tab === 'chats' ? <ChatResults /> : <MessageResults />;
}

const SETTLED_MS = 1500;

/** Typing changes the address; the arrow down leads into the results. */
function QueryField() {
  const { t } = useTranslation('search');
  const { query } = useSearchAddress();
  const change = useChangeSearch();
  const { user_id: me } = useSession();
  const [typed, setTyped] = useState(query);
  const settled = useDeferredValue(typed);
  const input = useRef<HTMLInputElement>(null);
  const written = useRef(query);
  useEffect(() => {
    if (settled === written.current) return;
    written.current = settled;
    change({ q: settled || undefined });
  }, [settled, change]);
  useEffect(() => {
    // The address changed by itself: Back, a recent search, the palette.
    if (query !== written.current) {
      written.current = query;
      setTyped(query);
    }
    const timer = setTimeout(() => rememberSearch(me, query), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [query, me]);
  useShortcut('searchRoom', () => input.current?.select());
  return (
    <SearchField
      label={t('field')}
      value={typed}
      onChange={setTyped}
      onSubmit={(words) => rememberSearch(me, words)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') focusResults();
        else event.continuePropagation();
      }}
      autoFocus
      inputRef={input}
    />
  );
}

function focusResults(): void {
  document.querySelector<HTMLElement>('main [role="grid"] [role="row"]')?.focus();
}
