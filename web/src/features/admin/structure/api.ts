// SPDX-License-Identifier: EUPL-1.2
// Requests about units, their posts, who holds them and who administers them.
import { queryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { components } from '@/api/schema';
import type { Proof } from '@/engine/rpc/models';

type Schemas = components['schemas'];
export type StaffedPost = Schemas['StaffedPostView'];
export type Holder = Schemas['HolderOfPost'];
export type PostKind = StaffedPost['kind'];
export type Administrator = Schemas['AdministratorView'];

export const POST_KINDS = ['head', 'deputy', 'specialist', 'duty'] as const satisfies readonly PostKind[];

const unit = (id: string, rest = '') => `/org/units/${encodeURIComponent(id)}${rest}`;
const post = (id: string, rest = '') => `/org/posts/${encodeURIComponent(id)}${rest}`;
const held = (postId: string, userId: string) => post(postId, `/appointments/${encodeURIComponent(userId)}`);

export const structure = {
  staff: (unitId: string) =>
    queryOptions({
      queryKey: ['admin', 'structure', unitId, 'staff'],
      queryFn: () => request<Schemas['StaffList']>('GET', unit(unitId, '/staff')),
      staleTime: 0,
    }),
  administrators: (unitId: string) =>
    queryOptions({
      queryKey: ['admin', 'structure', unitId, 'administrators'],
      queryFn: () => request<Schemas['AdministratorList']>('GET', unit(unitId, '/administrators')),
      staleTime: 0,
    }),
};

export const deeds = {
  addUnit: (parentId: string, name: string, kind: string) =>
    request<{ id: string }>('POST', '/org/units', { body: { parent_id: parentId, name, kind } }),
  renameUnit: (id: string, name: string) => request<object>('PATCH', unit(id), { body: { name } }),
  moveUnit: (id: string, parentId: string) =>
    request<object>('POST', unit(id, '/move'), { body: { parent_id: parentId } }),
  abolishUnit: (id: string) => request<object>('DELETE', unit(id)),
  addPost: (unitId: string, title: string, kind: PostKind) =>
    request<object>('POST', '/org/posts', { body: { unit_id: unitId, title, kind } }),
  renamePost: (id: string, name: string) => request<object>('PATCH', post(id), { body: { name } }),
  abolishPost: (id: string) => request<object>('DELETE', post(id)),
  appoint: (postId: string, body: Schemas['AppointmentBody']) =>
    request<object>('POST', post(postId, '/appointments'), { body }),
  hire: (body: Schemas['PersonBody']) => request<{ user_id: string }>('POST', '/org/people', { body }),
  changeEnd: (postId: string, userId: string, startsAt: number, endsAt: number | null) =>
    request<object>('PATCH', held(postId, userId), { body: { starts_at: startsAt, ends_at: endsAt } }),
  endAppointment: (postId: string, userId: string) => request<object>('DELETE', held(postId, userId)),
  makeAdministrator: (unitId: string, userId: string, auth: Proof | null) =>
    request<object>('POST', unit(unitId, '/administrators'), { body: { user_id: userId, auth } }),
  endAdministrator: (unitId: string, userId: string) =>
    request<object>('DELETE', unit(unitId, `/administrators/${encodeURIComponent(userId)}`)),
};
