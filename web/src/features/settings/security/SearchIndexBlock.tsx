// SPDX-License-Identifier: EUPL-1.2
// The search index of this device: how far it is, how large, and its end.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchIndexStatus } from '@/engine/rpc/protocol';
import { useEngine, useSearchIndex } from '@/engine/rpc/react';
import { formatSize } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Banner, Button, ConfirmDialog } from '@/ui';
import { Block } from '../Block';
import { StateLine } from './StateLine';

export function SearchIndexBlock() {
  const { t } = useTranslation('settings');
  const { value: index } = useSearchIndex();
  const engine = useEngine();
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const setOn = (on: boolean) => {
    setAsking(false);
    setError(null);
    engine.call('search.setIndexing', { on }).catch(setError);
  };
  if (!index) return null;
  const off = index.state === 'off';
  return (
    <Block title={t('index.title')} text={t('index.text')}>
      <StateLine tone={index.state === 'ready' ? 'ok' : 'neutral'}>
        <IndexWords index={index} />
      </StateLine>
      {error !== null && (
        <Banner tone="bad" boxed>
          {errorText(error)}
        </Banner>
      )}
      <p>
        <Button onPress={() => (off ? setOn(true) : setAsking(true))}>{t(off ? 'index.build' : 'index.delete')}</Button>
      </p>
      <ConfirmDialog
        title={t('index.deleteTitle')}
        isOpen={asking}
        action={t('index.delete')}
        danger
        onConfirm={() => setOn(false)}
        onClose={() => setAsking(false)}
      >
        <p>{t('index.deleteText')}</p>
      </ConfirmDialog>
    </Block>
  );
}

function IndexWords({ index }: { index: SearchIndexStatus }) {
  const { t } = useTranslation('settings');
  if (index.state === 'off') return t('index.off');
  const size = t('index.size', { count: index.messages, size: formatSize(index.bytes) });
  if (index.state === 'ready') return size;
  return `${t(`index.${index.state}`, { done: index.roomsDone, count: index.roomsTotal })} ${size}`;
}
