// SPDX-License-Identifier: EUPL-1.2
// The switch for push messages of this browser, or what stands in their way.
import { useTranslation } from 'react-i18next';
import { errorCode, errorText } from '@/shared/errors';
import { Banner, CopyCode, Switch } from '@/ui';
import { Block } from '../Block';
import { type Push, usePush } from './usePush';

export function PushBlock() {
  const { t } = useTranslation('alerts');
  const push = usePush();
  return (
    <Block title={t('push.title')} text={t('push.text')}>
      {push.error !== null && (
        <Banner tone="bad" boxed action={<CopyCode code={errorCode(push.error)} />}>
          {t('push.failed')}. {errorText(push.error)}
        </Banner>
      )}
      <State push={push} />
    </Block>
  );
}

function State({ push: { state, error, set } }: { push: Push }) {
  const { t } = useTranslation('alerts');
  if (state === 'unsupported' || state === 'noKey' || state === 'denied') {
    return (
      <Banner tone={state === 'denied' ? 'warn' : 'neutral'} boxed>
        {t(`push.${state}`)}
      </Banner>
    );
  }
  if (state === 'checking' && error !== null) return null;
  return (
    <Switch
      isSelected={state === 'on'}
      isDisabled={state === 'checking' || state === 'busy'}
      hint={state === 'on' ? t('push.on') : state === 'checking' || state === 'busy' ? t('push.checking') : undefined}
      onChange={(wanted) => void set(wanted)}
    >
      {t('push.switch')}
    </Switch>
  );
}
