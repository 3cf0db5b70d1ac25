// SPDX-License-Identifier: EUPL-1.2
// More to do with a person's card: keep it in an address book; for administrators the ways into the console.
import { IconAddressBook, IconDoorExit, IconDots, IconUserCog } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { administered } from '@/api/administration';
import type { PersonCard } from '@/api/types';
import { useSession } from '@/shared/session';
import { IconButton, Menu, MenuItem, MenuTrigger } from '@/ui';
import { saveCard } from './vcard';

export function PersonMenu({ person }: { person: PersonCard }) {
  const { t } = useTranslation('people');
  const administers = useAdministers(person);
  return (
    <MenuTrigger>
      <IconButton label={t('moreActions')} icon={IconDots} />
      <Menu>
        <MenuItem icon={IconAddressBook} onAction={() => saveCard(person)}>
          {t('saveCard')}
        </MenuItem>
        {administers && (
          <MenuItem icon={IconUserCog} href={`/admin/people/${encodeURIComponent(person.user_id)}`}>
            {t('manage')}
          </MenuItem>
        )}
        {administers && (
          <MenuItem
            icon={IconDoorExit}
            danger
            href={`/admin/offboarding/new?person=${encodeURIComponent(person.user_id)}`}
          >
            {t('letGo')}
          </MenuItem>
        )}
      </Menu>
    </MenuTrigger>
  );
}

/** Whether one of the person's posts lies in what the signed-in one administers; the server decides in the end. */
function useAdministers({ posts }: PersonCard): boolean {
  const { is_admin: runsServer } = useSession();
  const { data } = useQuery({ ...administered(), retry: false });
  const units = new Set(data?.units.map(({ id }) => id));
  return runsServer || posts.some(({ path }) => path.some(({ id }) => units.has(id)));
}
