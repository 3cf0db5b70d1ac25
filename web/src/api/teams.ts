// SPDX-License-Identifier: EUPL-1.2
// Teams with their rooms, and posts that one can write to.
import { queryOptions } from '@tanstack/react-query';
import { request } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type TeamSpace = Schemas['TeamSpaceView'];

export interface UnitPost {
  id: string;
  title: string;
}

export const teamQueries = {
  ofUnit: (unitId: string) =>
    queryOptions({
      queryKey: ['org', 'teams', unitId],
      queryFn: () => request<Schemas['TeamSpaceList']>('GET', '/teams', { query: { unit_id: unitId } }),
    }),
  posts: (unitId: string) =>
    queryOptions({
      queryKey: ['org', 'posts', unitId],
      queryFn: () => request<{ posts: UnitPost[] }>('GET', `/org/units/${encodeURIComponent(unitId)}/posts`),
    }),
};

export const writeToPost = (postId: string) =>
  request<Schemas['ConversationView']>('POST', `/posts/${encodeURIComponent(postId)}/conversation`);

export const createTeam = (unitId: string) =>
  request<TeamSpace>('POST', '/teams', { body: { unit_id: unitId, members: [] } });
