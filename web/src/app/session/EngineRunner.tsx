// SPDX-License-Identifier: EUPL-1.2
// Starts the Matrix engine for the signed-in person and shows the recovery-key screen when it is needed.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { listenToServer } from '@/api/events';
import type { Session } from '@/api/types';
import { useEngine, useEngineEvent, useEngineStatus } from '@/engine/rpc/react';
import { requestPersistentStorage } from '@/engine/rpc/storage';
import { forgetSession } from '@/shared/session';
import { useThrift } from '@/shared/thrift';
import { postponed } from './postponed';

const RecoveryPage = lazy(() =>
  import('@/features/auth/RecoveryPage').then((module) => ({ default: module.RecoveryPage })),
);

/** `reset`: the person gives up the old key and makes a new one. */
type Need = 'set_up_needed' | 'restore_needed' | 'reset';

export function EngineRunner({ session, children }: { session: Session; children: ReactNode }) {
  useEngineSession(session);
  useServerEvents();
  const { need, finish, reset } = useRecoveryNeed(session.device_id);
  if (!need) return children;
  const putOff = () => {
    postponed.set(session.device_id);
    finish();
  };
  return (
    <Suspense fallback={null}>
      <RecoveryPage need={need} onDone={finish} onLater={putOff} onReset={reset} />
    </Suspense>
  );
}

/** Once shown, the screen stays until the person is through: the new key is readable after the need is over. */
function useRecoveryNeed(deviceId: string): { need: Need | null; finish(): void; reset(): void } {
  const { value: status } = useEngineStatus();
  const [finished, setFinished] = useState(() => postponed.get(deviceId));
  const [shown, setShown] = useState<Need | null>(null);
  const recovery = status?.recovery;
  const need = recovery === 'set_up_needed' || recovery === 'restore_needed' ? recovery : null;
  useEffect(() => {
    if (need) setShown((known) => known ?? need);
    // Another device has verified this one: nothing is left to do here.
    else if (recovery === 'none') setShown((known) => (known === 'restore_needed' ? null : known));
  }, [need, recovery]);
  const finish = () => {
    setFinished(true);
    setShown(null);
  };
  return { need: finished ? null : shown, finish, reset: () => setShown('reset') };
}

function useEngineSession(session: Session): void {
  const engine = useEngine();
  const endSession = useEndSession();
  const thrifty = useThrift();
  const { user_id: userId, device_id: deviceId, display_name: displayName } = session;
  useEffect(() => {
    const params = { userId, deviceId, displayName, homeserver: location.origin };
    // A failure to start is part of the engine's status, which the shell shows.
    engine.call('session.start', params).catch(() => undefined);
    engine.call('session.setThrift', { thrifty }).catch(() => undefined);
    void requestPersistentStorage().catch(() => undefined);
  }, [engine, userId, deviceId, displayName, thrifty]);
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
