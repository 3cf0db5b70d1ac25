// SPDX-License-Identifier: EUPL-1.2
// People of the directory while typing, without oneself and those who are already there.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { queries } from '@/api/queries';
import { useSession } from '@/shared/session';

export interface FoundPerson {
  userId: string;
  name: string;
  avatar: string | null;
  /** Post and unit. */
  about: string;
}

export function usePeopleSearch(typed: string, excluded: readonly string[] = []) {
  const { user_id: me } = useSession();
  const query = useDeferredValue(typed.trim());
  const found = useInfiniteQuery({ ...queries.people({ query, unit: null }), placeholderData: keepPreviousData });
  const people = useMemo(() => {
    const hidden = new Set([me, ...excluded]);
    const all = found.data?.pages.flatMap((page) => page.items) ?? [];
    return all
      .filter((person) => !hidden.has(person.user_id))
      .map(
        (person): FoundPerson => ({
          userId: person.user_id,
          name: person.name,
          avatar: person.avatar_url,
          about: [person.post, person.unit_name].filter(Boolean).join(' · '),
        }),
      );
  }, [found.data, me, excluded]);
  return { people, error: found.data ? null : found.error, loading: found.isLoading };
}

/** Adds the person, or takes them out when they are there. */
export function toggle(people: FoundPerson[], person: FoundPerson): FoundPerson[] {
  const rest = people.filter(({ userId }) => userId !== person.userId);
  return rest.length === people.length ? [...people, person] : rest;
}
