// SPDX-License-Identifier: EUPL-1.2
// Who is signed in, remembered so that the cached chats open without a connection.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Session } from '@/api/types';
import { PREFERENCES_KEY } from './preferences';

const STORAGE_KEY = 'chancery.session';

/** The signed-in person; present everywhere inside the shell. */
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of the signed-in part of the application');
  return session;
}

export function rememberSession(session: Session): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(session));
}

export function rememberedSession(): Session | null {
  const stored = localStorage.getItem(STORAGE_KEY);
  if (!stored) return null;
  try {
    const session = JSON.parse(stored) as Partial<Session>;
    return session.user_id && session.device_id ? (session as Session) : null;
  } catch {
    return null;
  }
}

export function forgetSession(): void {
  localStorage.removeItem(STORAGE_KEY);
}

/** After signing out nothing personal stays; how the interface looks does. */
export function forgetPerson(): void {
  const personal = Object.keys(localStorage).filter((key) => key.startsWith('chancery.') && key !== PREFERENCES_KEY);
  for (const key of personal) localStorage.removeItem(key);
  sessionStorage.clear();
}

/** Puts a new session into the cache, or takes it away. */
export function useSetSession(): (session: Session | null) => void {
  const client = useQueryClient();
  return (session) => {
    if (session) {
      // Pictures that the last person of this browser saw, and words that a page left behind, are not for the next one.
      sessionStorage.clear();
      navigator.serviceWorker?.controller?.postMessage('forget');
      rememberSession(session);
      client.setQueryData(['session'], session);
      return;
    }
    forgetPerson();
    client.clear();
  };
}
