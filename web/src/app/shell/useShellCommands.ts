// SPDX-License-Identifier: EUPL-1.2
// Commands that the palette offers on every page.
import {
  IconBell,
  IconDeviceLaptop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconPalette,
  IconSettings,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Command, useCommands } from '@/shared/commands';
import { chosenLanguage, setPreference, usePreferences } from '@/shared/preferences';
import { shortcut } from '@/shared/shortcuts';
import { MODULES } from './modules';
import { openPart } from './shellStore';

export function useShellCommands(): void {
  useCommands([...useGoCommands(), ...useLookCommands(), ...usePartCommands()]);
}

function useGoCommands(): Command[] {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const sections = [
    { section: 'profile', icon: IconSettings },
    { section: 'devices', icon: IconDeviceLaptop },
    { section: 'appearance', icon: IconPalette },
  ] as const;
  return [
    ...MODULES.map((entry) => ({
      id: `go.${entry.id}`,
      title: t(`modules.${entry.id}`),
      icon: entry.icon,
      keys: shortcut(entry.shortcut).keys,
      run: () => void navigate({ to: entry.href }),
    })),
    ...sections.map(({ section, icon }) => ({
      id: `go.settings.${section}`,
      title: t(`commands.${section}`),
      icon,
      run: () => void navigate({ to: '/settings/$section', params: { section } }),
    })),
  ];
}

function useLookCommands(): Command[] {
  const { t } = useTranslation('app');
  const theme = usePreferences((preferences) => preferences.theme);
  const language = usePreferences(chosenLanguage);
  const dark = theme === 'dark';
  return [
    {
      id: 'look.theme',
      title: t(dark ? 'profile.light' : 'profile.dark'),
      words: t('commands.themeWords'),
      icon: IconPalette,
      run: () => setPreference('theme', dark ? 'light' : 'dark'),
    },
    {
      id: 'look.language',
      title: t('commands.otherLanguage'),
      words: 'language язык english русский',
      icon: IconLanguage,
      run: () => setPreference('language', language === 'ru' ? 'en' : 'ru'),
    },
  ];
}

function usePartCommands(): Command[] {
  const { t } = useTranslation('app');
  return [
    {
      id: 'open.notifications',
      title: t('rail.notifications'),
      icon: IconBell,
      keys: shortcut('notifications').keys,
      run: () => openPart('notifications'),
    },
    {
      id: 'open.shortcuts',
      title: t('profile.shortcuts'),
      icon: IconKeyboard,
      keys: shortcut('help').keys,
      run: () => openPart('shortcuts'),
    },
    { id: 'sign-out', title: t('profile.signOut'), icon: IconLogout, run: () => openPart('signOut') },
  ];
}
