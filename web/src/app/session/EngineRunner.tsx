// SPDX-License-Identifier: EUPL-1.2
// Starts the Matrix engine for the signed-in person and shows the recovery-key screen when it is needed.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { listenToServer } from '@/api/events';
import type { Session } from '@/api/types';
import { useEngine, useEngineEvent, useEngineStatus } from '@/engine/rpc/react';
import { forgetSession } from '@/shared/session';
import { postponed } from './postponed';

const RecoveryPage = lazy(() =>
  import('@/features/auth/RecoveryPage').then((module) => ({ default: module.RecoveryPage })),
);

export function EngineRunner({ session, children }: { session: Session; children: ReactNode }) {
  useEngineSession(session);
  useServerEvents();
  const { value: status } = useEngineStatus();
  const [later, setLater] = useState(() => postponed.get(session.device_id));
  const putOff = () => {
    postponed.set(session.device_id);
    setLater(true);
  };
  const need = status?.recovery;
  if ((need === 'set_up_needed' || need === 'restore_needed') && !later) {
    return (
      <Suspense fallback={null}>
        <RecoveryPage need={need} onLater={putOff} />
      </Suspense>
    );
  }
  return children;
}

function useEngineSession(session: Session): void {
  const engine = useEngine();
  const endSession = useEndSession();
  const { user_id: userId, device_id: deviceId, display_name: displayName } = session;
  useEffect(() => {
    const params = { userId, deviceId, displayName, homeserver: location.origin };
    // A failure to start is part of the engine's status, which the shell shows.
    engine.call('session.start', params).catch(() => undefined);
  }, [engine, userId, deviceId, displayName]);
  useEngineEvent((event) => {
    if (event.type === 'session_ended') endSession();
  });
}

function useServerEvents(): void {
  const queryClient = useQueryClient();
  const endSession = useEndSession();
  useEffect(
    () =>
      listenToServer((event) => {
        if (event === 'directory.changed') void queryClient.invalidateQueries({ queryKey: ['org'] });
        if (event === 'session.ended') endSession();
      }),
    [queryClient, endSession],
  );
}

/** The server ended the session: to the login, with the reason; what this device keeps stays until then. */
function useEndSession(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useCallback(() => {
    forgetSession();
    void navigate({ to: '/login', search: { reason: 'ended' }, replace: true }).then(() => queryClient.clear());
  }, [queryClient, navigate]);
}
