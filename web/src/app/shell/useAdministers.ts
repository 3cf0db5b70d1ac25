// SPDX-License-Identifier: EUPL-1.2
// Whether the console is for the signed-in person: they administer a part of the organisation, or run the server.
import { useQuery } from '@tanstack/react-query';
import { administered } from '@/api/administration';
import { useSession } from '@/shared/session';

export function useAdministers(): boolean {
  const { is_admin: runsServer } = useSession();
  const { data } = useQuery({ ...administered(), retry: false });
  return runsServer || Boolean(data && data.units.length > 0);
}
