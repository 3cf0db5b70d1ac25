// SPDX-License-Identifier: EUPL-1.2
// Pages for addresses that do not exist and for failures of the interface itself.
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, LinkButton } from '@/ui';

export function NotFound() {
  const { t } = useTranslation('app');
  return (
    <main>
      <EmptyState
        page
        title={t('notFound.title')}
        action={<LinkButton href="/portal">{t('notFound.home')}</LinkButton>}
      >
        {t('notFound.text')}
      </EmptyState>
    </main>
  );
}

/** A feature that failed to load or to draw; the rest of the page goes on. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app');
  return (
    <main>
      <ErrorState page title={t('pageError.title')} code={describe(error)} onRetry={reset}>
        {t('pageError.text')}
      </ErrorState>
    </main>
  );
}

function describe(error: unknown): string {
  return String(error).slice(0, 120);
}
