// SPDX-License-Identifier: EUPL-1.2
// Requests about the audit log.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { components } from '@/api/schema';
import type { AuditPage } from '@/api/types';

type Schemas = components['schemas'];
export type Verification = Schemas['VerificationView'];
type Checkpoint = Schemas['CheckpointView'];
type ActionList = Schemas['ActionList'];

/** What is looked for; moments in milliseconds, null for everything. */
export interface Wanted {
  actor: string | null;
  subject: string | null;
  action: string | null;
  since: number | null;
  until: number | null;
}

export const NOTHING: Wanted = { actor: null, subject: null, action: null, since: null, until: null };

export const verifyLog = () => request<Verification>('POST', '/audit/verification', { body: {} });

/** Address of the file with what is looked for. */
export function exportAddress(wanted: Wanted, kind: 'json' | 'csv'): string {
  const given = Object.entries(wanted).filter(([, value]) => value !== null);
  return `/api/v1/audit/export?${new URLSearchParams([['kind', kind], ...given.map(([name, value]) => [name, String(value)])])}`;
}

export const log = {
  entries: (wanted: Wanted) =>
    infiniteQueryOptions({
      queryKey: ['admin', 'audit', 'entries', wanted],
      queryFn: ({ pageParam }) =>
        request<AuditPage>('GET', '/audit/entries', { query: { ...wanted, cursor: pageParam, limit: 50 } }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 0,
    }),
  actions: () =>
    queryOptions({
      queryKey: ['admin', 'audit', 'actions'],
      queryFn: () => request<ActionList>('GET', '/audit/actions'),
    }),
  checkpoint: () =>
    queryOptions({
      queryKey: ['admin', 'audit', 'checkpoint'],
      queryFn: () => request<Checkpoint>('GET', '/audit/checkpoint'),
      staleTime: 0,
    }),
};
