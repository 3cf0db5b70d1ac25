// SPDX-License-Identifier: EUPL-1.2
// Shortcuts: the list, and the switch for those of one key.
import { useTranslation } from 'react-i18next';
import { setPreference, usePreferences } from '@/shared/preferences';
import { ShortcutList } from '@/shared/ShortcutList';
import { Switch } from '@/ui';
import { Block } from './Block';

export function KeyboardSection() {
  const { t } = useTranslation('settings');
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  return (
    <>
      <Block title={t('keyboard.singleTitle')}>
        <Switch
          isSelected={singleKeys}
          onChange={(wanted) => setPreference('singleKeys', wanted)}
          hint={t('keyboard.singleHint')}
        >
          {t('keyboard.single')}
        </Switch>
      </Block>
      <Block title={t('keyboard.list')} text={t('keyboard.layouts')}>
        <ShortcutList />
      </Block>
    </>
  );
}
