// SPDX-License-Identifier: EUPL-1.2
// Who may write to whom: the caller's own contacts, people from outside, and agencies' policies with their simulator.
import { queryOptions } from '@tanstack/react-query';
import { request } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Contact = Schemas['ContactView'];
export type PolicySet = Schemas['PolicySetView'];
export type PolicyProblem = Schemas['ProblemView'];
export type PolicyVersion = Schemas['VersionView'];
export type Simulation = Schemas['SimulationView'];
export type SimulationQuestion = Schemas['SimulationBody'];
export type Agency = Schemas['AgencyView'];

const MINUTE = 60_000;
const address = (agencyId: string) => `/policies/${encodeURIComponent(agencyId)}`;

export const policies = {
  save: (agencyId: string, body: { text: string; comment: string; replaces: number }) =>
    request<PolicySet>('PUT', address(agencyId), { body }),
  version: (agencyId: string, number: number) => request<PolicySet>('GET', `${address(agencyId)}/versions/${number}`),
  check: (text: string, signal: AbortSignal) =>
    request<Schemas['CheckView']>('POST', '/policies/check', { body: { text }, signal }),
  simulate: (body: SimulationQuestion) => request<Simulation>('POST', '/policies/simulate', { body }),
};

export const policyQueries = {
  contact: (userId: string) =>
    queryOptions({
      queryKey: ['policies', 'contact', userId],
      queryFn: async ({ signal }) => {
        const body = { user_ids: [userId] };
        const answer = await request<Schemas['ContactList']>('POST', '/policies/contacts', { body, signal });
        return answer.items[0] ?? null;
      },
      staleTime: MINUTE,
    }),
  outsiders: () =>
    queryOptions({
      queryKey: ['org', 'outsiders'],
      queryFn: ({ signal }) => request<Schemas['PresentExternals']>('GET', '/org/externals/present', { signal }),
      staleTime: 5 * MINUTE,
    }),
  agencies: () =>
    queryOptions({
      queryKey: ['policies', 'agencies'],
      queryFn: async ({ signal }) => {
        const [kept, all] = await Promise.all([
          request<Schemas['AgencyIds']>('GET', '/policies', { signal }),
          request<Schemas['AgencyList']>('GET', '/org/agencies', { signal }),
        ]);
        return all.agencies.filter(({ id }) => kept.agency_ids.includes(id));
      },
    }),
  set: (agencyId: string) =>
    queryOptions({
      queryKey: ['policies', 'set', agencyId],
      queryFn: ({ signal }) => request<PolicySet>('GET', address(agencyId), { signal }),
    }),
  versions: (agencyId: string) =>
    queryOptions({
      queryKey: ['policies', 'versions', agencyId],
      queryFn: ({ signal }) => request<Schemas['VersionList']>('GET', `${address(agencyId)}/versions`, { signal }),
    }),
};
