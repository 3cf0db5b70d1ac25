// SPDX-License-Identifier: EUPL-1.2
// What administrators do from a person's card; the console does the rest.
import { IconDoorExit, IconDots, IconUserCog } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { administered } from '@/api/administration';
import type { PersonCard } from '@/api/types';
import { useSession } from '@/shared/session';
import { IconButton, Menu, MenuItem, MenuTrigger } from '@/ui';

export function AdminMenu({ person }: { person: PersonCard }) {
  const { t } = useTranslation('people');
  const mine = useAdministers(person);
  if (!mine) return null;
  return (
    <MenuTrigger>
      <IconButton label={t('administer')} icon={IconDots} />
      <Menu>
        <MenuItem icon={IconUserCog} href={`/admin/people/${encodeURIComponent(person.user_id)}`}>
          {t('manage')}
        </MenuItem>
        <MenuItem
          icon={IconDoorExit}
          danger
          href={`/admin/offboarding/new?person=${encodeURIComponent(person.user_id)}`}
        >
          {t('letGo')}
        </MenuItem>
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
