// SPDX-License-Identifier: EUPL-1.2
// A request that the server refused, or that did not reach it.
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { errorText } from '@/shared/errors';
import { Banner, Button } from '@/ui';

const KNOWN = ['oauth_request_refused', 'link_code_unknown'] as const;

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('oauth');
  const known = KNOWN.find((code) => error instanceof ApiError && error.code === code);
  return (
    <Banner
      tone="bad"
      boxed
      {...(onRetry && !known
        ? {
            action: (
              <Button size="sm" onPress={onRetry}>
                {t('retry')}
              </Button>
            ),
          }
        : {})}
    >
      {known ? t(known) : errorText(error)}
    </Banner>
  );
}
