// SPDX-License-Identifier: EUPL-1.2
// The settings that belong to the account: what is told of, keywords and quiet hours.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallName, CallParams, QuietHours } from '@/engine/rpc/protocol';
import { useAlertSettings, useEngine, useEngineStatus } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Banner, ErrorState, SkeletonRows, showToast } from '@/ui';
import { KeywordsBlock } from './KeywordsBlock';
import { QuietBlock } from './QuietBlock';
import { WhatBlock } from './WhatBlock';

export function AccountAlerts() {
  const { t } = useTranslation('alerts');
  const engine = useEngine();
  const { value: status } = useEngineStatus();
  const { value: settings, error } = useAlertSettings();
  const { edited, setQuiet } = useQuiet(settings?.quiet);
  if (!settings) {
    if (!error) return <SkeletonRows count={5} />;
    return (
      <ErrorState title={t('what.loading')} code={errorCode(error)}>
        {errorText(error)}
      </ErrorState>
    );
  }
  const offline = status?.connection === 'offline';
  const save = <N extends CallName>(name: N, params: CallParams<N>) =>
    void engine
      .call(name, params)
      .catch((reason: unknown) => showToast({ text: `${t('what.failed')}. ${errorText(reason)}`, tone: 'bad' }));
  return (
    <>
      {offline && (
        <Banner tone="warn" boxed>
          {t('what.offline')}
        </Banner>
      )}
      <WhatBlock settings={settings} isDisabled={offline} onChange={(change) => save('alerts.change', change)} />
      <KeywordsBlock
        words={settings.keywords}
        isDisabled={offline}
        onAdd={(word) => save('alerts.addKeyword', { word })}
        onRemove={(word) => save('alerts.removeKeyword', { word })}
      />
      <QuietBlock
        quiet={edited ?? settings.quiet}
        quietNow={settings.quietNow}
        isDisabled={offline}
        onChange={setQuiet}
      />
    </>
  );
}

/** Shows what was chosen before the server has echoed it: the next change builds on it. */
function useQuiet(saved: QuietHours | undefined) {
  const { t } = useTranslation('alerts');
  const engine = useEngine();
  const [edited, setEdited] = useState<QuietHours | null>(null);
  useEffect(() => {
    setEdited((now) => (JSON.stringify(now) === JSON.stringify(saved) ? null : now));
  }, [saved]);
  const setQuiet = (quiet: QuietHours) => {
    setEdited(quiet);
    engine.call('alerts.setQuiet', { quiet }).catch((reason: unknown) => {
      setEdited(null);
      showToast({ text: `${t('what.failed')}. ${errorText(reason)}`, tone: 'bad' });
    });
  };
  return { edited, setQuiet };
}
