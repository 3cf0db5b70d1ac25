// SPDX-License-Identifier: EUPL-1.2
// Lets signed-in people into the shell and sends everybody else to the login.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { persistDirectory } from '@/api/persist';
import { queries } from '@/api/queries';
import type { Session } from '@/api/types';
import { errorCode, errorText } from '@/shared/errors';
import { forgetSession, rememberedSession, rememberSession, SessionContext } from '@/shared/session';
import { ErrorState } from '@/ui';
import { Shell } from '../shell/Shell';
import { EngineRunner } from './EngineRunner';

export function SessionGate() {
  const { data, error, refetch } = useQuery(queries.session());
  const refused = error instanceof ApiError && error.status === 401;
  useEffect(() => {
    if (data) rememberSession(data);
    if (refused) forgetSession();
  }, [data, refused]);
  if (refused) return <ToLogin />;
  // Without an answer the remembered person sees what this device keeps; the server checks every later request.
  const session = data ?? rememberedSession();
  if (session) return <SignedIn session={session} />;
  return error ? <NoServer error={error} onRetry={() => void refetch()} /> : null;
}

function SignedIn({ session }: { session: Session }) {
  const queryClient = useQueryClient();
  const { user_id: userId } = session;
  useEffect(() => persistDirectory(queryClient, userId), [queryClient, userId]);
  return (
    <SessionContext value={session}>
      <EngineRunner session={session}>
        <Shell />
      </EngineRunner>
    </SessionContext>
  );
}

/** Not again while the login page is being loaded, but again when another change of address came in between. */
function ToLogin() {
  const router = useRouter();
  useEffect(() => {
    const go = () => {
      const { href, pathname } = router.latestLocation;
      if (pathname === '/login') return;
      void router.navigate({ to: '/login', search: href === '/portal' ? {} : { next: href }, replace: true });
    };
    go();
    return router.subscribe('onResolved', go);
  }, [router]);
  return null;
}

function NoServer({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation('app');
  return (
    <main>
      <ErrorState page title={t('noServer')} code={errorCode(error)} onRetry={onRetry}>
        {errorText(error)}
      </ErrorState>
    </main>
  );
}
