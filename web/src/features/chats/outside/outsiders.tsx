// SPDX-License-Identifier: EUPL-1.2
// Who of the people in chats is from outside: one request for all chats, kept for five minutes.
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { policyQueries } from '@/api/policies';

/** The unit that somebody from outside works with, by their id. */
type Outsiders = ReadonlyMap<string, string>;

const NOBODY: Outsiders = new Map();
const OutsidersContext = createContext<Outsiders>(NOBODY);

export function OutsidersProvider({ children }: { children: ReactNode }) {
  const { data } = useQuery(policyQueries.outsiders());
  const known = useMemo(() => new Map(data?.items.map((one) => [one.user_id, one.unit_name])), [data]);
  return <OutsidersContext.Provider value={known}>{children}</OutsidersContext.Provider>;
}

export const useOutsiders = (): Outsiders => useContext(OutsidersContext);
