// SPDX-License-Identifier: EUPL-1.2
// What a departure touches, in words and numbers.
import { useTranslation } from 'react-i18next';
import type { Departure, Plan } from './api';

export type Shown = Plan | Departure;

export const PARTS = ['posts', 'teams', 'sponsored', 'administers', 'devices', 'rooms'] as const;
export type Part = (typeof PARTS)[number];

/** How much of each there is; parts without anything are left out. */
export function counts(shown: Shown): [Part, number][] {
  return PARTS.map((part): [Part, number] => [part, shown[part].length]).filter(([, count]) => count > 0);
}

/** What nobody takes over. */
export function orphans({ posts, rooms, sponsored, teams }: Shown): number {
  return (
    posts.filter(({ successor }) => !successor).length +
    sponsored.filter(({ successor }) => !successor).length +
    teams.filter(({ owned, successor }) => owned && !successor).length +
    rooms.filter(({ orphaned, heir }) => orphaned && !heir).length
  );
}

/** "2 posts, 3 devices and 14 rooms" */
export function useScopeWords(shown: Shown): string {
  const { t, i18n } = useTranslation('admin');
  const words = counts(shown).map(([part, count]) => t(`leaving.counted.${part}`, { count }));
  if (words.length === 0) return t('leaving.counted.login');
  return new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(words);
}

/** Rooms that wait to be left, of a record. */
export function roomsLeft(record: Departure): number {
  return record.rooms.filter(({ done_at: doneAt }) => doneAt === null).length;
}
