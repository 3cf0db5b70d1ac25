// SPDX-License-Identifier: EUPL-1.2
// Pages of found messages; a running search keeps showing what the one before has found.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEngine } from '@/engine/rpc/react';
import { messageSearch, useSearchAddress } from './address';

const KEPT_MS = 60_000;

export function useMessageSearch() {
  const engine = useEngine();
  const search = messageSearch(useSearchAddress());
  return useInfiniteQuery({
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
}
