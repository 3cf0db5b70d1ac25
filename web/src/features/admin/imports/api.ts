// SPDX-License-Identifier: EUPL-1.2
// Requests about imports of people and units.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Run = Schemas['ImportView'];
export type Preview = Schemas['ImportPreview'];
export type Change = Schemas['Change'];
export type Problem = Schemas['LineProblem'];
export type Invitation = Schemas['Invitation'];

const POLL_MS = 500;
const addressOf = (id: string, part = '') => `/imports/${encodeURIComponent(id)}${part}`;

export interface Order {
  root: string;
  file: File;
  complete: boolean;
}

export function upload({ root, file, complete }: Order): Promise<Preview> {
  const query = { root, name: file.name.slice(0, 200), complete: String(complete) };
  return request<Preview>('POST', '/imports', { query, body: file });
}

export function reread(id: string, columns: (string | null)[], complete: boolean): Promise<Preview> {
  return request<Preview>('POST', addressOf(id, '/columns'), { body: { columns, complete } });
}

export function apply(id: string, body: { good_lines: boolean; leaving: number | null }): Promise<Run> {
  return request<Run>('POST', addressOf(id, '/apply'), { body });
}

export function giveUp(id: string): Promise<Run> {
  return request<Run>('POST', addressOf(id, '/cancel'));
}

/** Fresh codes for all whom an import added; the former ones are void. */
export async function makeCodes(id: string): Promise<{ address: string; items: Invitation[] }> {
  const items: Invitation[] = [];
  let after: number | null = 0;
  let address = '';
  while (after !== null) {
    const query = { after, limit: 500 };
    const page: Schemas['InvitationList'] = await request('POST', addressOf(id, '/invitations'), { query });
    items.push(...page.items);
    address = page.address;
    after = page.next_after;
  }
  return { address, items };
}

/** The columns of a file, known while its preview is fresh. */
export const previewKey = (id: string) => ['admin', 'imports', 'preview', id];

export const imports = {
  list: () =>
    queryOptions({
      queryKey: ['admin', 'imports', 'list'],
      queryFn: () => request<Schemas['ImportList']>('GET', '/imports', { query: { limit: 100 } }),
      staleTime: 0,
    }),
  run: (id: string) =>
    queryOptions({
      queryKey: ['admin', 'imports', 'run', id],
      queryFn: () => request<Run>('GET', addressOf(id)),
      refetchInterval: ({ state }) => (state.data?.state === 'applying' ? POLL_MS : false),
      staleTime: 0,
    }),
  problems: (id: string, failed: number) =>
    infiniteQueryOptions({
      queryKey: ['admin', 'imports', 'problems', id, failed],
      queryFn: ({ pageParam }) =>
        request<Schemas['ProblemPage']>('GET', addressOf(id, '/problems'), { query: { after: pageParam } }),
      initialPageParam: 0,
      getNextPageParam: (page) => page.next_after,
    }),
  changes: (id: string, kind: string) =>
    infiniteQueryOptions({
      queryKey: ['admin', 'imports', 'changes', id, kind],
      queryFn: ({ pageParam }) =>
        request<Schemas['ChangePage']>('GET', addressOf(id, '/changes'), { query: { after: pageParam, kind } }),
      initialPageParam: 0,
      getNextPageParam: (page) => page.next_after,
    }),
};
