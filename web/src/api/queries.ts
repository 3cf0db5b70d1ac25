// SPDX-License-Identifier: EUPL-1.2
// Cached server state: one definition of key and request per resource.
import { infiniteQueryOptions, onlineManager, QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiError } from './client';
import { api } from './endpoints';

const MINUTE = 60_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: MINUTE,
        gcTime: 30 * MINUTE,
        // Cached data stay readable without a connection; a failed refresh is told beside them.
        networkMode: 'offlineFirst',
        // Without a connection another try would wait for it, and nothing would be told until then.
        retry: (count, error) => count < 2 && onlineManager.isOnline() && !isRefusal(error),
      },
      mutations: { networkMode: 'always' },
    },
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}

export const queries = {
  config: () => queryOptions({ queryKey: ['config'], queryFn: api.config, staleTime: 60 * MINUTE }),
  session: () =>
    queryOptions({ queryKey: ['session'], queryFn: api.session, staleTime: Number.POSITIVE_INFINITY, retry: false }),
  units: () =>
    queryOptions({ queryKey: ['org', 'units'], queryFn: ({ signal }) => api.units(signal), staleTime: 10 * MINUTE }),
  people: (filter: { query: string; unit: string | null }) =>
    infiniteQueryOptions({
      queryKey: ['org', 'people', filter],
      queryFn: ({ pageParam, signal }) => api.people({ ...filter, cursor: pageParam, limit: 100 }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 5 * MINUTE,
    }),
  person: (userId: string) =>
    queryOptions({
      queryKey: ['org', 'person', userId],
      queryFn: ({ signal }) => api.person(userId, signal),
      staleTime: 5 * MINUTE,
    }),
  factors: () => queryOptions({ queryKey: ['account', 'factors'], queryFn: api.factors }),
  auditAboutMe: () =>
    infiniteQueryOptions({
      queryKey: ['audit', 'about-me'],
      queryFn: ({ pageParam }) => api.auditAboutMe(pageParam),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    }),
};
