// SPDX-License-Identifier: EUPL-1.2
// Addresses inside the console: a section, and what is shown in it.
import { useParams, useSearch } from '@tanstack/react-router';

export const SECTION_IDS = [
  'structure',
  'people',
  'externals',
  'policies',
  'offboarding',
  'imports',
  'audit',
  'server',
] as const;
export type SectionId = (typeof SECTION_IDS)[number];

export interface Place {
  section: SectionId | null;
  item: string | null;
}

/** Reads what stands behind `/admin/`. */
export function readPlace(rest: string): Place {
  const [first = '', item = ''] = rest.split('/');
  const section = SECTION_IDS.find((id) => id === first) ?? null;
  return { section, item: section && item ? item : null };
}

export function usePlace(): Place {
  const { _splat: rest = '' } = useParams({ strict: false });
  return readPlace(rest);
}

export function addressOf(section: SectionId, item?: string): string {
  return `/admin/${section}${item ? `/${encodeURIComponent(item)}` : ''}`;
}

/** One parameter of the address; what is not text is none. */
export function useAsked(name: string): string | null {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const value = search[name];
  return typeof value === 'string' && value ? value : null;
}
