// SPDX-License-Identifier: EUPL-1.2
// Start of the page: security policy, language and looks, then the application; what it will need loads meanwhile.
import '@/ui/styles/base.css';
import '@/ui/tokens/tokens.css';
import '@/ui/styles/fonts.css';
import type { QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient, queries } from '@/api/queries';
import { App } from '@/app/App';
import { registerServiceWorker } from '@/app/update';
import { changeLanguage, startI18n } from '@/i18n/i18n';
import { chosenLanguage, followPreferences, usePreferences } from '@/shared/preferences';
import { installTrustedTypes } from './tt';

const PAGES: Record<string, () => Promise<unknown>> = {
  login: () => import('@/features/auth/LoginPage'),
  portal: () => import('@/features/portal/PortalPage'),
  chats: () => import('@/features/chats/ChatsPage'),
  people: () => import('@/features/people/PeoplePage'),
  settings: () => import('@/features/settings/SettingsPage'),
};

/** Asks for the page's code and for the session while the texts are on their way. */
function loadAhead(page: string, queryClient: QueryClient): void {
  PAGES[page]?.().catch(() => undefined);
  if (page === 'login') void queryClient.prefetchQuery(queries.config());
  else void queryClient.prefetchQuery(queries.session());
}

async function start(): Promise<void> {
  installTrustedTypes();
  followPreferences((language) => void changeLanguage(language));
  const queryClient = createQueryClient();
  const page = location.pathname.split('/')[1] || 'portal';
  loadAhead(page, queryClient);
  await startI18n(chosenLanguage(usePreferences.getState()), page);
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root element');
  createRoot(root).render(
    <StrictMode>
      <App queryClient={queryClient} />
    </StrictMode>,
  );
}

void start();
void registerServiceWorker();
