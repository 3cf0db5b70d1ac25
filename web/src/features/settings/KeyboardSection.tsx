// SPDX-License-Identifier: EUPL-1.2
// Shortcuts: the list, and the switch for those of one key.
import { useTranslation } from 'react-i18next';
import { type Preferences, setPreference, usePreferences } from '@/shared/preferences';
import { ShortcutList } from '@/shared/ShortcutList';
import { Radios, Switch } from '@/ui';
import { Block } from './Block';

const UNDO_SECONDS = 5;

export function KeyboardSection() {
  const { t } = useTranslation('settings');
  const sendKey = usePreferences((preferences) => preferences.sendKey);
  const undoSend = usePreferences((preferences) => preferences.undoSend);
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
      <Block title={t('keyboard.writing')}>
        <Radios<Preferences['sendKey']>
          label={t('keyboard.send')}
          value={sendKey}
          onChange={(key) => setPreference('sendKey', key)}
          choices={[
            { id: 'enter', label: t('keyboard.sendEnter'), hint: t('keyboard.sendEnterHint') },
            { id: 'ctrlEnter', label: t('keyboard.sendCtrlEnter'), hint: t('keyboard.sendCtrlEnterHint') },
          ]}
        />
        <Switch
          isSelected={undoSend > 0}
          onChange={(wanted) => setPreference('undoSend', wanted ? UNDO_SECONDS : 0)}
          hint={t('keyboard.undoHint')}
        >
          {t('keyboard.undo', { seconds: UNDO_SECONDS })}
        </Switch>
      </Block>
      <Block title={t('keyboard.list')} text={t('keyboard.layouts')}>
        <ShortcutList />
      </Block>
    </>
  );
}
