// SPDX-License-Identifier: EUPL-1.2
// What all chats tell of, on every device of the account.
import { useTranslation } from 'react-i18next';
import type { AlertChange, AlertSettings } from '@/engine/rpc/protocol';
import { Select, Switch } from '@/ui';
import { Block } from '../Block';
import styles from '../Settings.module.css';

interface WhatBlockProps {
  settings: AlertSettings;
  isDisabled: boolean;
  onChange(change: AlertChange): void;
}

const SWITCHES = ['direct', 'everyone', 'invites', 'calls'] as const;

export function WhatBlock({ settings, isDisabled, onChange }: WhatBlockProps) {
  const { t } = useTranslation('alerts');
  return (
    <Block title={t('what.title')} text={t('what.text')}>
      <Switch
        isSelected={settings.off}
        isDisabled={isDisabled}
        hint={t('what.offHint')}
        onChange={(off) => onChange({ off })}
      >
        {t('what.off')}
      </Switch>
      <Select<AlertSettings['groups']>
        label={t('what.groups')}
        choices={(['all', 'mentions'] as const).map((id) => ({ id, label: t(`what.groupChoices.${id}`) }))}
        value={settings.groups}
        isDisabled={isDisabled || settings.off}
        onChange={(groups) => onChange({ groups })}
        className={styles.narrow ?? ''}
      />
      {SWITCHES.map((name) => (
        <Switch
          key={name}
          isSelected={settings[name]}
          isDisabled={isDisabled || settings.off}
          onChange={(wanted) => onChange({ [name]: wanted })}
        >
          {t(`what.${name}`)}
        </Switch>
      ))}
    </Block>
  );
}
