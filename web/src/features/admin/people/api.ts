// SPDX-License-Identifier: EUPL-1.2
// Requests about a person's sign-in and posts.
import { queryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { components } from '@/api/schema';
import type { Proof } from '@/engine/rpc/models';

type Schemas = components['schemas'];
export type LoginState = Schemas['LoginStateView'];
export type PastAppointment = Schemas['PastAppointmentView'];

const login = (userId: string, rest: string) => `/admin/people/${encodeURIComponent(userId)}/${rest}`;

export const people = {
  login: (userId: string) =>
    queryOptions({
      queryKey: ['admin', 'people', userId, 'login'],
      queryFn: () => request<LoginState>('GET', login(userId, 'login')),
      retry: false,
      staleTime: 0,
    }),
  appointments: (userId: string) =>
    queryOptions({
      queryKey: ['admin', 'people', userId, 'appointments'],
      queryFn: () =>
        request<Schemas['AppointmentList']>('GET', `/org/people/${encodeURIComponent(userId)}/appointments`),
      retry: false,
      staleTime: 0,
    }),
};

export const care = {
  setStanding: (userId: string, standing: { locked?: boolean; suspended?: boolean }) =>
    request<object>('POST', login(userId, 'standing'), { body: standing }),
  setPassword: (userId: string, password: string, auth: Proof | null) =>
    request<object>('POST', login(userId, 'password'), { body: { password, auth } }),
  endSessions: (userId: string) => request<{ devices: number }>('POST', login(userId, 'sessions/end'), { body: {} }),
  removeFactors: (userId: string, auth: Proof | null) =>
    request<object>('POST', login(userId, 'factors/remove'), { body: { auth } }),
};
