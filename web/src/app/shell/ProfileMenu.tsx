// SPDX-License-Identifier: EUPL-1.2
// The person's own menu: settings, looks, sign out.
import {
  IconAdjustments,
  IconHelp,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconShieldLock,
  IconSun,
} from '@tabler/icons-react';
import { Button, type PopoverProps } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useAvatarUrl, useProfile } from '@/engine/rpc/react';
import { setPreference, usePreferences } from '@/shared/preferences';
import { useSession } from '@/shared/session';
import { shortcut } from '@/shared/shortcuts';
import { Avatar, Menu, MenuItem, MenuSection, MenuTrigger, useIsPhone } from '@/ui';
import styles from './Rail.module.css';
import { openPart } from './shellStore';
import { useAdministers } from './useAdministers';

export function ProfileMenu({ placement }: { placement: PopoverProps['placement'] }) {
  const { t } = useTranslation('app');
  const session = useSession();
  const { value: profile } = useProfile();
  const name = profile?.name ?? session.display_name;
  const url = useAvatarUrl(profile ? profile.avatar : session.avatar_url);
  const phone = useIsPhone();
  const administers = useAdministers();
  const dark = usePreferences(({ theme }) => theme) === 'dark';
  return (
    <MenuTrigger>
      <Button className={styles.button}>
        <Avatar name={name} url={url} size={36} />
        <span className="visually-hidden">{t('profile.menu', { name })}</span>
      </Button>
      <Menu placement={placement ?? 'bottom end'}>
        <MenuSection title={name}>
          <MenuItem icon={IconSettings} href="/settings/profile">
            {t('profile.settings')}
          </MenuItem>
          <MenuItem icon={IconShieldLock} href="/settings/security">
            {t('profile.security')}
          </MenuItem>
          {administers && phone && (
            <MenuItem icon={IconAdjustments} href="/admin">
              {t('modules.admin')}
            </MenuItem>
          )}
          <MenuItem icon={dark ? IconSun : IconMoon} onAction={() => setPreference('theme', dark ? 'light' : 'dark')}>
            {t(dark ? 'profile.light' : 'profile.dark')}
          </MenuItem>
          <MenuItem icon={IconKeyboard} keys={shortcut('help').keys} onAction={() => openPart('shortcuts')}>
            {t('profile.shortcuts')}
          </MenuItem>
          <MenuItem icon={IconHelp} href="/settings/about">
            {t('profile.about')}
          </MenuItem>
        </MenuSection>
        <MenuSection title={session.server_name}>
          <MenuItem icon={IconLogout} danger onAction={() => openPart('signOut')}>
            {t('profile.signOut')}
          </MenuItem>
        </MenuSection>
      </Menu>
    </MenuTrigger>
  );
}
