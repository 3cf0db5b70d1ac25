// SPDX-License-Identifier: EUPL-1.2
// What to tell when the server refuses a deed of administration.
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { errorText } from '@/shared/errors';

/** Words of the console for its own refusals, else those of the whole application. */
export function useRefusal(): (error: unknown) => string {
  const { t } = useTranslation('admin');
  const words = t('refusals', { returnObjects: true }) as Record<string, string>;
  return (error) => (error instanceof ApiError ? words[error.code] : undefined) ?? errorText(error);
}
