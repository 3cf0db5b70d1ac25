// SPDX-License-Identifier: EUPL-1.2
// Requests about people from outside.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type External = Schemas['ExternalView'];
type ExternalPage = Schemas['ExternalPage'];
export type NewExternal = Schemas['ExternalBody'];
export type Stay = Schemas['ReviewBody'];

const addressOf = (userId: string) => `/org/externals/${encodeURIComponent(userId)}`;

export const admit = (body: NewExternal) => request<{ user_id: string }>('POST', '/org/externals', { body });
export const review = (userId: string, body: Stay) => request<object>('POST', `${addressOf(userId)}/review`, { body });
export const endStay = (userId: string) => request<object>('DELETE', addressOf(userId));

export const externals = (due: number | null) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'externals', due],
    queryFn: ({ pageParam }) =>
      request<ExternalPage>('GET', '/org/externals', { query: { due, cursor: pageParam, limit: 100 } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
  });
