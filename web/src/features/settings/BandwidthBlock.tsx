// SPDX-License-Identifier: EUPL-1.2
// Low-bandwidth mode of this browser.
import { useTranslation } from 'react-i18next';
import { type Preferences, setPreference, usePreferences } from '@/shared/preferences';
import { Radios } from '@/ui';
import { Block } from './Block';

const MODES = ['auto', 'low', 'normal'] as const satisfies readonly Preferences['bandwidth'][];

export function BandwidthBlock() {
  const { t } = useTranslation('thrift');
  const bandwidth = usePreferences((preferences) => preferences.bandwidth);
  return (
    <Block title={t('title')} text={t('text')}>
      <Radios<Preferences['bandwidth']>
        label={t('mode')}
        choices={MODES.map((id) => ({ id, label: t(`modes.${id}`) }))}
        value={bandwidth}
        onChange={(value) => setPreference('bandwidth', value)}
      />
    </Block>
  );
}
