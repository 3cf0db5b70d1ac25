// SPDX-License-Identifier: EUPL-1.2
// What to tell when the server refuses an import.
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useRefusal } from '../refusal';

export function useImportRefusal(): (error: unknown) => string {
  const { t } = useTranslation('imports');
  const other = useRefusal();
  return (error) => {
    const detail = error instanceof ApiError ? error.problem.detail : '';
    const words = t('refusals', { returnObjects: true, detail }) as Record<string, string>;
    return (error instanceof ApiError ? words[error.code] : undefined) ?? other(error);
  };
}
