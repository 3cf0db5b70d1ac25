// SPDX-License-Identifier: EUPL-1.2
// Web Push of this browser: what stands in its way, whether it is on, switching it on and off (docs/protocol/push.md).
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { Engine } from '@/engine/rpc/client';
import { useEngine } from '@/engine/rpc/react';

export type PushState = 'checking' | 'unsupported' | 'noKey' | 'denied' | 'off' | 'on' | 'busy';

export interface Push {
  state: PushState;
  error: unknown;
  set(wanted: boolean): Promise<void>;
}

interface Found {
  state: PushState;
  vapid: string;
}

export function usePush(): Push {
  const engine = useEngine();
  const { i18n } = useTranslation();
  const [{ state, vapid }, setFound] = useState<Found>({ state: 'checking', vapid: '' });
  const [error, setError] = useState<unknown>(null);
  const look = useCallback(() => findState().then(setFound, setError), []);
  useEffect(() => void look(), [look]);
  const set = async (wanted: boolean) => {
    setError(null);
    setFound({ state: 'busy', vapid });
    try {
      if (wanted) await subscribe(engine, vapid, i18n.language);
      else await unsubscribe(engine);
    } catch (reason) {
      setError(reason);
    }
    await look();
  };
  return { state, error, set };
}

async function findState(): Promise<Found> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration || !('PushManager' in globalThis)) return { state: 'unsupported', vapid: '' };
  const { enabled, vapid } = await api.webPush();
  if (!enabled || !vapid) return { state: 'noKey', vapid: '' };
  if (Notification.permission === 'denied') return { state: 'denied', vapid };
  const subscription = await registration.pushManager.getSubscription();
  return { state: subscription ? 'on' : 'off', vapid };
}

async function subscribe(engine: Engine, vapid: string, language: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') return;
  const registration = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: vapid };
  const subscription = await registration.pushManager.subscribe(options);
  try {
    const device = deviceWords();
    await engine.call('push.register', { ...addressOf(subscription), device, language });
  } catch (reason) {
    // Without a pusher on the server the subscription would stand for nothing.
    await subscription.unsubscribe();
    throw reason;
  }
}

async function unsubscribe(engine: Engine): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return;
  const { p256dh } = addressOf(subscription);
  await subscription.unsubscribe();
  await engine.call('push.forget', { p256dh });
}

export function addressOf(subscription: Pick<PushSubscription, 'toJSON'>) {
  const { endpoint = '', keys = {} } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh ?? '', auth: keys.auth ?? '' };
}

function deviceWords(): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)/.exec(navigator.userAgent)?.[1] ?? 'Browser';
  return browser === 'Edg' ? 'Edge' : browser;
}
