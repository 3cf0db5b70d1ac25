// SPDX-License-Identifier: EUPL-1.2
// Notifications of the operating system and their sound, shown by one of the open tabs.
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotificationItem } from '@/engine/rpc/protocol';
import { useEngineEvent } from '@/engine/rpc/react';
import { playChime } from '@/shared/chime';
import { usePreferences } from '@/shared/preferences';

/** Every tab hears of the message; the one that gets the lock shows it, the others find it taken. */
const CLAIM_MS = 3000;

async function claim(key: string, show: () => void): Promise<void> {
  await navigator.locks.request(`chancery.notify.${key}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    show();
    await new Promise((resolve) => setTimeout(resolve, CLAIM_MS));
  });
}

export function roomAddress(item: Pick<NotificationItem, 'roomId' | 'eventId' | 'threadId'>): string {
  const { roomId, eventId, threadId } = item;
  const search = new URLSearchParams({
    ...(threadId ? { thread: threadId } : {}),
    ...(eventId ? { at: eventId } : {}),
  });
  return `/chats/${encodeURIComponent(roomId)}${search.size > 0 ? `?${search}` : ''}`;
}

export function useSystemNotifications(): void {
  const { t, i18n } = useTranslation('app');
  const { language } = i18n;
  const navigate = useNavigate();
  useEffect(() => {
    // Pushes are worded by the service worker, which no page may be there to ask.
    void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage({ language }));
  }, [language]);
  const open = (href: string) => void navigate({ href });
  useEngineEvent((event) => {
    if (event.type !== 'notify') return;
    const { desktopNotifications, notificationText, sound } = usePreferences.getState();
    void claim(event.item.key, () => {
      if (sound && event.sound) playChime();
      if (!desktopNotifications || Notification.permission !== 'granted') return;
      const body = notificationText ? event.item.text : t('notifications.newMessage');
      void showInSystem(event.item, body, open);
    });
  });
  useEffect(() => {
    const hear = ({ data }: MessageEvent<{ open?: string }>) => {
      if (data?.open?.startsWith('/chats/')) void navigate({ href: data.open });
    };
    navigator.serviceWorker?.addEventListener('message', hear);
    return () => navigator.serviceWorker?.removeEventListener('message', hear);
  }, [navigate]);
}

async function showInSystem(item: NotificationItem, body: string, open: (href: string) => void): Promise<void> {
  const title =
    item.sender && item.sender.name !== item.roomName ? `${item.sender.name} — ${item.roomName}` : item.roomName;
  const href = roomAddress(item);
  const options = {
    body,
    tag: item.roomId,
    icon: '/icons/icon-192.png',
    data: { open: href, eventId: item.eventId },
    silent: true,
  };
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration?.active) return registration.showNotification(title, options);
  const notification = new Notification(title, options);
  notification.onclick = () => {
    window.focus();
    open(href);
    notification.close();
  };
}
