// SPDX-License-Identifier: EUPL-1.2
// Names of the filters and what stands in their place when they show nothing.
import { useTranslation } from 'react-i18next';
import type { ChatFilter } from './filters';

export interface FilterWords {
  name: string;
  /** Null for "all", which has a page of its own. */
  none: string | null;
}

export function useFilterWords(): Record<ChatFilter, FilterWords> {
  const { t } = useTranslation('chats');
  const { t: list } = useTranslation('list');
  return {
    all: { name: t('filter.all'), none: null },
    unread: { name: t('filter.unread'), none: t('list.none.unread') },
    mentions: { name: t('filter.mentions'), none: t('list.none.mentions') },
    direct: { name: t('filter.direct'), none: t('list.none.direct') },
    rooms: { name: list('filter.rooms'), none: list('none.rooms') },
    favourites: { name: list('filter.favourites'), none: list('none.favourites') },
    archive: { name: list('filter.archive'), none: list('none.archive') },
  };
}
