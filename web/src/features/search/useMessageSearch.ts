// SPDX-License-Identifier: EUPL-1.2
// Pages of found messages; a running search keeps showing what the one before has found.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useEngine, useSearchIndex } from '@/engine/rpc/react';
import { messageSearch, useSearchAddress } from './address';

const KEPT_MS = 60_000;
const SETTLED_MS = 1000;

export function useMessageSearch() {
  const engine = useEngine();
  const search = messageSearch(useSearchAddress());
  const found = useInfiniteQuery({
    queryKey: ['search', 'messages', search],
    queryFn: ({ pageParam }) =>
      engine.call('search.messages', { ...search, ...(pageParam ? { after: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
    placeholderData: keepPreviousData,
    networkMode: 'always',
    staleTime: 0,
    gcTime: KEPT_MS,
  });
  useFreshIndex(found.refetch);
  return found;
}

/** Messages that come, or are read from history, while the page is open. */
function useFreshIndex(refetch: () => unknown): void {
  const { value: index } = useSearchIndex();
  const revision = index?.revision;
  const before = useRef(revision);
  useEffect(() => {
    if (revision === undefined || revision === before.current) return;
    const isFirst = before.current === undefined;
    before.current = revision;
    if (isFirst) return;
    const timer = setTimeout(refetch, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [revision, refetch]);
}
