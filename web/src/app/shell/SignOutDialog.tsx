// SPDX-License-Identifier: EUPL-1.2
// Asks before signing out and says what would be lost.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { forgetDirectory } from '@/api/persist';
import { useCrypto, useEngine, useEngineStatus } from '@/engine/rpc/react';
import { forgetSearches } from '@/shared/recentSearches';
import { useSetSession } from '@/shared/session';
import { Banner, ConfirmDialog } from '@/ui';

export function SignOutDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('app');
  const { value: crypto } = useCrypto();
  const { value: status } = useEngineStatus();
  const [pending, setPending] = useState(false);
  const signOut = useSignOut();
  const confirm = async () => {
    setPending(true);
    await signOut();
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('signOut.title')}
      isOpen
      action={t('signOut.action')}
      danger
      isPending={pending}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('signOut.text')}</p>
      {crypto && crypto.backup !== 'active' && (
        <Banner tone="warn" boxed>
          {t('signOut.noBackup')}
        </Banner>
      )}
      {status && status.queuedSends > 0 && (
        <Banner tone="warn" boxed>
          {t('signOut.queued', { count: status.queuedSends })}
        </Banner>
      )}
    </ConfirmDialog>
  );
}

/** Ends the session on the server when it answers, and erases what this device keeps in any case. */
function useSignOut(): () => Promise<void> {
  const engine = useEngine();
  const setSession = useSetSession();
  const navigate = useNavigate();
  return async () => {
    await engine.call('session.signOut', {}).catch(() => undefined);
    await api.signOut().catch(() => undefined);
    forgetSearches();
    await forgetDirectory();
    navigator.serviceWorker?.controller?.postMessage('forget');
    await navigate({ to: '/login', replace: true });
    setSession(null);
  };
}
