// SPDX-License-Identifier: EUPL-1.2
// Language and theme, before anybody has signed in.
import { useTranslation } from 'react-i18next';
import { chosenLanguage, setPreference, type Theme, usePreferences } from '@/shared/preferences';
import { Select } from '@/ui';
import styles from './Login.module.css';

const LANGUAGE_NAMES = [
  { id: 'ru', label: 'Русский' },
  { id: 'en', label: 'English' },
] as const;

export function LooksBar() {
  const { t } = useTranslation('auth');
  const language = usePreferences(chosenLanguage);
  const theme = usePreferences((preferences) => preferences.theme);
  const themes: { id: Theme; label: string }[] = [
    { id: 'system', label: t('themeSystem') },
    { id: 'light', label: t('themeLight') },
    { id: 'dark', label: t('themeDark') },
  ];
  return (
    <footer className={styles.looks}>
      <Select<'ru' | 'en'>
        label={t('language')}
        bare
        choices={LANGUAGE_NAMES}
        value={language}
        onChange={(value) => setPreference('language', value)}
      />
      <Select<Theme>
        label={t('theme')}
        bare
        choices={themes}
        value={theme}
        onChange={(value) => setPreference('theme', value)}
      />
    </footer>
  );
}
