// SPDX-License-Identifier: EUPL-1.2
// Actions of the log in words; one that this version does not know is shown as its code.
import { useTranslation } from 'react-i18next';

export function useActionWords(): (action: string) => string {
  const { t } = useTranslation('admin');
  const words = t('actions', { returnObjects: true }) as Record<string, string>;
  return (action) => words[action.replaceAll('.', '_')] ?? action;
}
