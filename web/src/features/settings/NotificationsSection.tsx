// SPDX-License-Identifier: EUPL-1.2
// Notifications of the system and their sound, on this device.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { playChime } from '@/shared/chime';
import { setPreference, usePreferences } from '@/shared/preferences';
import { Banner, Button, Switch } from '@/ui';
import { Block } from './Block';
import { AccountAlerts } from './notifications/AccountAlerts';
import { PushBlock } from './notifications/PushBlock';

type Permission = NotificationPermission | 'unsupported';

function currentPermission(): Permission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}

export function NotificationsSection() {
  const { t } = useTranslation('settings');
  const { desktopNotifications, notificationText, sound } = usePreferences();
  const [permission, setPermission] = useState(currentPermission);
  const allowed = desktopNotifications && permission === 'granted';
  const toggle = async (wanted: boolean) => {
    if (!wanted) return setPreference('desktopNotifications', false);
    const answer = permission === 'granted' ? permission : await Notification.requestPermission();
    setPermission(answer);
    setPreference('desktopNotifications', answer === 'granted');
  };
  return (
    <>
      <Block title={t('notifications.system')} text={t('notifications.systemText')}>
        {permission === 'denied' && (
          <Banner tone="warn" boxed>
            {t('notifications.denied')}
          </Banner>
        )}
        {permission === 'unsupported' ? (
          <Banner boxed>{t('notifications.unsupported')}</Banner>
        ) : (
          <Switch isSelected={allowed} isDisabled={permission === 'denied'} onChange={(wanted) => void toggle(wanted)}>
            {t('notifications.show')}
          </Switch>
        )}
        <Switch
          isSelected={notificationText}
          isDisabled={!allowed}
          onChange={(wanted) => setPreference('notificationText', wanted)}
          hint={t('notifications.textHint')}
        >
          {t('notifications.text')}
        </Switch>
      </Block>
      <PushBlock />
      <Block title={t('notifications.sound')}>
        <Switch isSelected={sound} onChange={(wanted) => setPreference('sound', wanted)}>
          {t('notifications.playSound')}
        </Switch>
        <p>
          <Button size="sm" onPress={playChime}>
            {t('notifications.listen')}
          </Button>
        </p>
      </Block>
      <AccountAlerts />
    </>
  );
}
