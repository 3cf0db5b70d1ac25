// SPDX-License-Identifier: EUPL-1.2
// Asks what a deed would do to the rooms of teams and posts, page after page.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type RoomsDeed = Schemas['DeedPreviewBody']['deed'];
export type RoomsPreview = Schemas['DeedPreviewView'];

const PAGE = 50;

export const roomsPreview = (deed: RoomsDeed) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'structure', 'rooms', deed],
    queryFn: ({ pageParam }) =>
      request<RoomsPreview>('POST', '/teams/preview', { body: { deed, limit: PAGE, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
    gcTime: 0,
  });
