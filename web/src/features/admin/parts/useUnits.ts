// SPDX-License-Identifier: EUPL-1.2
// The units that the signed-in person administers: the topmost ones and all below them.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { administered } from '@/api/administration';
import { queries } from '@/api/queries';
import type { Unit } from '@/api/types';

/** Units at or below any of the topmost ones, parents before children as the server gives them. */
export function unitsBelow(units: readonly Unit[], tops: ReadonlySet<string>): Unit[] {
  const inside = new Set<string>();
  return units.filter(({ id, parent_id: parent }) => {
    const belongs = tops.has(id) || (parent !== null && inside.has(parent));
    if (belongs) inside.add(id);
    return belongs;
  });
}

/** "Ministry › Legal Department", without the topmost one where that says nothing. */
export function pathOf(units: readonly Unit[], unitId: string): string {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const names: string[] = [];
  let unit = byId.get(unitId);
  while (unit && names.length < units.length) {
    names.unshift(unit.name);
    unit = unit.parent_id === null ? undefined : byId.get(unit.parent_id);
  }
  return (names.length > 1 ? names.slice(1) : names).join(' › ');
}

export function useUnits(): { all: Unit[]; mine: Unit[] } {
  const { data: rights } = useQuery(administered());
  const { data } = useQuery(queries.units());
  return useMemo(() => {
    const all = data?.units ?? [];
    return { all, mine: unitsBelow(all, new Set(rights?.units.map(({ id }) => id))) };
  }, [data, rights]);
}
