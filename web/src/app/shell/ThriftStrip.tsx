// SPDX-License-Identifier: EUPL-1.2
// The strip that says that little is loaded, with the way to the setting.
import { IconGauge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Banner, LinkButton } from '@/ui';

export function ThriftStrip() {
  const { t } = useTranslation('thrift');
  return (
    <Banner
      icon={IconGauge}
      action={
        <LinkButton size="sm" variant="quiet" href="/settings/appearance">
          {t('change')}
        </LinkButton>
      }
    >
      {t('strip')}
    </Banner>
  );
}
