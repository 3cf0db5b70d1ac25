// SPDX-License-Identifier: EUPL-1.2
// The strip under the top bar while there is no connection or the engine cannot run.
import { IconCloudOff, IconGauge } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine, useEngineStatus } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { useThrift } from '@/shared/thrift';
import { Banner, Button, CopyCode, LinkButton } from '@/ui';

/** What the browser knows about the network; the engine learns it only from failed requests. */
function useOnline(): boolean {
  return useSyncExternalStore(watchNetwork, () => navigator.onLine);
}

function watchNetwork(onChange: () => void): () => void {
  addEventListener('online', onChange);
  addEventListener('offline', onChange);
  return () => {
    removeEventListener('online', onChange);
    removeEventListener('offline', onChange);
  };
}

export function ConnectionStrip() {
  const { t } = useTranslation('app');
  const engine = useEngine();
  const { value: status, error } = useEngineStatus();
  const online = useOnline();
  const queued = status?.queuedSends ?? 0;
  const failure = status?.phase === 'error' ? status.error : error;
  if (failure) {
    return (
      <Banner tone="bad" action={<CopyCode code={errorCode(failure)} />}>
        {t('strip.engine')} {errorText(failure)}
      </Banner>
    );
  }
  if (status?.connection !== 'offline' && online) return <ThriftStrip />;
  const retry = () => void engine.call('session.retryConnection', {}).catch(() => undefined);
  return (
    <Banner
      tone="warn"
      icon={IconCloudOff}
      action={
        <Button size="sm" onPress={retry}>
          {t('strip.tryNow')}
        </Button>
      }
    >
      {t('strip.offline')} {queued > 0 && t('strip.queued', { count: queued })}
    </Banner>
  );
}

function ThriftStrip() {
  const { t } = useTranslation('thrift');
  const thrifty = useThrift();
  if (!thrifty) return null;
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
