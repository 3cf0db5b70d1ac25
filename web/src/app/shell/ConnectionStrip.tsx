// SPDX-License-Identifier: EUPL-1.2
// The strip under the top bar while there is no connection or the engine cannot run.
import { IconCloudOff } from '@tabler/icons-react';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine, useEngineStatus } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { useThrift } from '@/shared/thrift';
import { Banner, Button, CopyCode } from '@/ui';

const ThriftStrip = lazy(() => import('./ThriftStrip').then((module) => ({ default: module.ThriftStrip })));

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
  const thrifty = useThrift();
  const queued = status?.queuedSends ?? 0;
  const failure = status?.phase === 'error' ? status.error : error;
  if (failure) {
    return (
      <Banner tone="bad" action={<CopyCode code={errorCode(failure)} />}>
        {t('strip.engine')} {errorText(failure)}
      </Banner>
    );
  }
  if (status?.connection !== 'offline' && online) {
    return thrifty ? (
      <Suspense fallback={null}>
        <ThriftStrip />
      </Suspense>
    ) : null;
  }
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
