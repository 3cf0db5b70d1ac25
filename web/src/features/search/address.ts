// SPDX-License-Identifier: EUPL-1.2
// The address of the search page holds the whole search, so that it can be shared and survives Back and a reload.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { MessageSearch, SearchKind, SearchOrder } from '@/engine/rpc/protocol';
import { endOfDay, startOfDay } from '@/shared/days';

export const TABS = ['messages', 'files', 'links', 'people', 'chats'] as const;
export type SearchTab = (typeof TABS)[number];
/** `dates`: from one day to another. */
export const PERIODS = ['any', 'day', 'week', 'month', 'year', 'dates'] as const;
export type Period = (typeof PERIODS)[number];

export interface SearchAddress {
  query: string;
  tab: SearchTab;
  roomId: string | null;
  sender: string | null;
  period: Period;
  /** Days as date fields write them, both included; "" leaves an end open. */
  since: string;
  until: string;
  kind: SearchKind;
  order: SearchOrder;
}

const DAYS: Record<Exclude<Period, 'any' | 'dates'>, number> = { day: 1, week: 7, month: 31, year: 366 };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KINDS: readonly SearchKind[] = ['attachments', 'pictures', 'files', 'links'];

const oneOf = <T extends string>(known: readonly T[], value: string | undefined, usual: T): T =>
  known.find((one) => one === value) ?? usual;

const ROUTE = { from: '/signed-in/search' } as const;

export function useSearchAddress(): SearchAddress {
  const { q = '', tab, in: room, from, when, since = '', until = '', kind, order } = useSearch(ROUTE);
  return useMemo(
    () => ({
      query: q,
      tab: oneOf(TABS, tab, 'messages'),
      roomId: room ?? null,
      sender: from ?? null,
      period: oneOf(PERIODS, when, 'any'),
      since,
      until,
      kind: oneOf(KINDS, kind, 'any'),
      order: order === 'relevance' ? 'relevance' : 'newest',
    }),
    [q, tab, room, from, when, since, until, kind, order],
  );
}

type Part = 'q' | 'tab' | 'in' | 'from' | 'when' | 'since' | 'until' | 'kind' | 'order';
type Change = Partial<Record<Part, string | undefined>>;

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
  const { query, roomId, sender, order } = address;
  return {
    query,
    order,
    kind: kindOf(address),
    ...(roomId ? { roomId } : {}),
    ...(sender ? { sender } : {}),
    ...timesOf(address, now),
  };
}

function timesOf({ period, since, until }: SearchAddress, now: number): Pick<MessageSearch, 'since' | 'until'> {
  if (period === 'any') return {};
  if (period !== 'dates') return { since: Math.floor(now / HOUR_MS) * HOUR_MS - DAYS[period] * DAY_MS };
  const [first, last] = [startOfDay(since), endOfDay(until)];
  return { ...(first === null ? {} : { since: first }), ...(last === null ? {} : { until: last }) };
}

function kindOf({ tab, kind }: SearchAddress): SearchKind {
  if (tab === 'links') return 'links';
  if (tab !== 'files') return kind;
  return kind === 'pictures' || kind === 'files' ? kind : 'attachments';
}
