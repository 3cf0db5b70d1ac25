// SPDX-License-Identifier: EUPL-1.2
// Start of the page: security policy, language and looks, then the application.
import '@/ui/styles/base.css';
import '@/ui/tokens/tokens.css';
import '@/ui/styles/fonts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/App';
import { registerServiceWorker } from '@/app/update';
import { changeLanguage, startI18n } from '@/i18n/i18n';
import { chosenLanguage, followPreferences, usePreferences } from '@/shared/preferences';
import { installTrustedTypes } from './tt';

async function start(): Promise<void> {
  installTrustedTypes();
  followPreferences((language) => void changeLanguage(language));
  await startI18n(chosenLanguage(usePreferences.getState()));
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root element');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
void registerServiceWorker();
