// SPDX-License-Identifier: EUPL-1.2
// Requests about people who leave.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { components } from '@/api/schema';
import type { Proof } from '@/engine/rpc/models';

type Schemas = components['schemas'];
export type Plan = Schemas['OffboardingPlan'];
export type Departure = Schemas['OffboardingRecord'];
export type Leaver = Schemas['LeaverView'];
type LeaverPage = Schemas['LeaverPage'];

const POLL_MS = 1000;

const addressOf = (userId: string) => `/org/people/${encodeURIComponent(userId)}/offboarding`;

export interface Order {
  userId: string;
  successor: string | null;
  confirmation: string;
}

export function letGo({ userId, successor, confirmation }: Order, auth: Proof | null): Promise<Departure> {
  return request<Departure>('POST', addressOf(userId), { body: { confirmation, successor, auth } });
}

export const leaving = {
  plan: (userId: string, successor: string | null) =>
    queryOptions({
      queryKey: ['admin', 'offboarding', 'plan', userId, successor],
      queryFn: () => request<Plan>('GET', addressOf(userId), { query: { successor } }),
      staleTime: 0,
    }),
  record: (id: string) =>
    queryOptions({
      queryKey: ['admin', 'offboarding', 'record', id],
      queryFn: () => request<Departure>('GET', `/org/offboardings/${encodeURIComponent(id)}`),
      // While rooms are being left.
      refetchInterval: ({ state }) => (state.data && state.data.finished_at === null ? POLL_MS : false),
      staleTime: 0,
    }),
  list: () =>
    infiniteQueryOptions({
      queryKey: ['admin', 'offboarding', 'list'],
      queryFn: ({ pageParam }) => request<LeaverPage>('GET', '/org/offboardings', { query: { cursor: pageParam } }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 0,
    }),
};
