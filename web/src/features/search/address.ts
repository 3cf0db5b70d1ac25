// SPDX-License-Identifier: EUPL-1.2
// The address of the search page holds the whole search, so that it can be shared and survives Back and a reload.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { MessageSearch, SearchKind, SearchOrder } from '@/engine/rpc/protocol';

export const TABS = ['messages', 'files', 'links', 'people', 'chats'] as const;
export type SearchTab = (typeof TABS)[number];
export const PERIODS = ['any', 'day', 'week', 'month', 'year'] as const;
export type Period = (typeof PERIODS)[number];

export interface SearchAddress {
  query: string;
  tab: SearchTab;
  roomId: string | null;
  sender: string | null;
  period: Period;
  kind: SearchKind;
  order: SearchOrder;
}

const DAYS: Record<Exclude<Period, 'any'>, number> = { day: 1, week: 7, month: 31, year: 366 };
const DAY_MS = 86_400_000;
const KINDS: readonly SearchKind[] = ['attachments', 'pictures', 'files', 'links'];

const oneOf = <T extends string>(known: readonly T[], value: string | undefined, usual: T): T =>
  known.find((one) => one === value) ?? usual;

export function useSearchAddress(): SearchAddress {
  const { q = '', tab, in: room, from, when, kind, order } = useSearch({ from: '/signed-in/search' });
  return useMemo(
    () => ({
      query: q,
      tab: oneOf(TABS, tab, 'messages'),
      roomId: room ?? null,
      sender: from ?? null,
      period: oneOf(PERIODS, when, 'any'),
      kind: oneOf(KINDS, kind, 'any'),
      order: order === 'relevance' ? 'relevance' : 'newest',
    }),
    [q, tab, room, from, when, kind, order],
  );
}

type Change = Partial<Record<'q' | 'tab' | 'in' | 'from' | 'when' | 'kind' | 'order', string | undefined>>;

/** Changes a part of the search in place; an empty part leaves the address. */
export function useChangeSearch(): (change: Change) => void {
  const navigate = useNavigate();
  return useMemo(
    () => (change) =>
      void navigate({
        to: '/search',
        search: (now: object) => ({ ...now, ...change }),
        replace: true,
      }),
    [navigate],
  );
}

/** What the engine is asked; counted in whole hours, so that it stays the same from one drawing to the next. */
export function messageSearch(address: SearchAddress, now = Date.now()): Omit<MessageSearch, 'after'> {
  const { query, tab, roomId, sender, period, order } = address;
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  return {
    query,
    order,
    kind: kindOf(address),
    ...(roomId ? { roomId } : {}),
    ...(sender ? { sender } : {}),
    ...(period === 'any' || tab === 'people' ? {} : { since: hour - DAYS[period] * DAY_MS }),
  };
}

function kindOf({ tab, kind }: SearchAddress): SearchKind {
  if (tab === 'links') return 'links';
  if (tab !== 'files') return kind;
  return kind === 'pictures' || kind === 'files' ? kind : 'attachments';
}
