// SPDX-License-Identifier: EUPL-1.2
// Names of what rights and entries are about: units by their name, whole agencies by words.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';

export function useObjectName(): (object: string) => string {
  const { t } = useTranslation('admin');
  const { data } = useQuery(queries.units());
  return (object) => {
    const [kind = '', id = ''] = object.split(':');
    if (kind === 'agency') return t('wholeAgency');
    return (kind === 'unit' && data?.units.find((unit) => unit.id === id)?.name) || object;
  };
}
