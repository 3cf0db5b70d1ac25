// SPDX-License-Identifier: EUPL-1.2
// Options of the whole list: its width, and reading everything at once.
import { IconChecks, IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '@/engine/rpc/react';
import { type ListWidthChoice, setPreference, usePreferences } from '@/shared/preferences';
import { IconButton, Menu, MenuItem, MenuSection, MenuTrigger, useIsPhone } from '@/ui';
import { useChatsAddress, useChatsNavigation } from '../address';
import { CHAT_FILTERS } from './filters';
import { useFilterWords } from './filterWords';

const WIDTHS = ['full', 'compact', 'icons'] as const satisfies readonly ListWidthChoice[];

/** `withFilters`: the list is too narrow for the filters to stand above it. */
export function ListMenu({ withFilters }: { withFilters?: boolean }) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const phone = useIsPhone();
  const width = usePreferences((preferences) => preferences.listWidth);
  const { filter } = useChatsAddress();
  const { setFilter } = useChatsNavigation();
  const words = useFilterWords();
  const run = (key: string) => {
    const wanted = CHAT_FILTERS.find((known) => `filter.${known}` === key);
    if (wanted) return setFilter(wanted);
    const chosen = WIDTHS.find((known) => known === key);
    if (chosen) setPreference('listWidth', chosen);
    else void engine.call('notifications.markAllRead', {}).catch(() => undefined);
  };
  return (
    <MenuTrigger>
      <IconButton label={t('list.options')} icon={IconDots} />
      <Menu onAction={(key) => run(String(key))}>
        <MenuItem id="read" icon={IconChecks}>
          {t('list.readAll')}
        </MenuItem>
        {withFilters && (
          <MenuSection title={t('filter.label')} chosen={`filter.${filter}`}>
            {CHAT_FILTERS.map((id) => (
              <MenuItem key={id} id={`filter.${id}`}>
                {words[id].name}
              </MenuItem>
            ))}
          </MenuSection>
        )}
        {!phone && (
          <MenuSection title={t('list.width.label')} chosen={width}>
            {WIDTHS.map((id) => (
              <MenuItem key={id} id={id}>
                {t(`list.width.${id}`)}
              </MenuItem>
            ))}
          </MenuSection>
        )}
      </Menu>
    </MenuTrigger>
  );
}
