// SPDX-License-Identifier: EUPL-1.2
// The service worker of this page and the moment when a new version waits to take over.
import { useSyncExternalStore } from 'react';
import { useEngineEvent } from '@/engine/rpc/react';

let waiting: ServiceWorker | null = null;
let reloadNeeded = false;
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

function follow(registration: ServiceWorkerRegistration): void {
  const check = () => {
    // Without a controller this is the first installation, not an update.
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    waiting = registration.waiting;
    changed();
  };
  check();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', check));
}

export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  try {
    follow(await navigator.serviceWorker.register('/sw.js'));
  } catch {
    // Private windows refuse service workers; the application works without one.
  }
}

function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  if (waiting) waiting.postMessage('take-over');
  else location.reload();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUpdate(): { ready: boolean; apply(): void } {
  const ready = useSyncExternalStore(subscribe, () => waiting !== null || reloadNeeded);
  useEngineEvent((event) => {
    if (event.type !== 'reload_needed') return;
    reloadNeeded = true;
    changed();
  });
  return { ready, apply: applyUpdate };
}
