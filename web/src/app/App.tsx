// SPDX-License-Identifier: EUPL-1.2
// The application: providers around the router.
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/shared/preferences';
import { ListWidthContext } from '@/ui';
import { createAppRouter } from './router';

const ToastRegion = lazy(() => import('@/ui/Toast/ToastRegion').then((module) => ({ default: module.ToastRegion })));

export function App({ queryClient }: { queryClient: QueryClient }) {
  const [router] = useState(() => createAppRouter(queryClient));
  const { i18n } = useTranslation();
  const listWidth = usePreferences((preferences) => preferences.listWidth);
  return (
    <I18nProvider locale={i18n.language === 'ru' ? 'ru-RU' : 'en-GB'}>
      <QueryClientProvider client={queryClient}>
        <ListWidthContext value={listWidth}>
          <RouterProvider router={router} />
          <Suspense fallback={null}>
            <ToastRegion />
          </Suspense>
        </ListWidthContext>
      </QueryClientProvider>
    </I18nProvider>
  );
}
