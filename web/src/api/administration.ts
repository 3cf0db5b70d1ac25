// SPDX-License-Identifier: EUPL-1.2
// What the signed-in person administers: decides which parts of the console are offered.
import { queryOptions } from '@tanstack/react-query';
import { request } from './client';
import type { Administered } from './types';

const STALE_MS = 5 * 60_000;

export const administered = () =>
  queryOptions({
    queryKey: ['admin', 'administered'],
    queryFn: () => request<Administered>('GET', '/org/rights/administered'),
    staleTime: STALE_MS,
  });
