// SPDX-License-Identifier: EUPL-1.2
// Reading a push message (docs/protocol/push.md) and turning it into a notification without content.
import type { PushDigest } from '@/engine/rpc/pushDigest';
import { isQuiet } from '@/engine/rpc/quiet';

export interface PushData {
  roomId: string | null;
  eventId: string | null;
  /** Null when the message says nothing of numbers. */
  unread: number | null;
  /** Activates the subscription. */
  ack: { appId: string; token: string } | null;
}

const TEXTS = {
  en: { message: 'New message', inChat: (name: string) => `New message in “${name}”` },
  ru: { message: 'Новое сообщение', inChat: (name: string) => `Новое сообщение в «${name}»` },
};

export interface Known {
  digest: PushDigest | null;
  language: string;
  now: Date;
}

/** What is not understood still has to be shown: browsers demand a notification for every push. */
export function readPush(text: string): PushData {
  const data = parse(text);
  const word = (name: string) => (typeof data[name] === 'string' ? data[name] : null);
  const appId = word('app_id');
  const token = word('ack_token');
  const counts = data.counts as { unread?: unknown } | undefined;
  return {
    roomId: word('room_id'),
    eventId: word('event_id'),
    unread: counts ? (typeof counts.unread === 'number' ? counts.unread : 0) : null,
    ack: appId && token ? { appId, token } : null,
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export interface Notice {
  title: string;
  options: NotificationOptions;
}

/** The same tag as the page's notifications: one per chat, whoever shows it. */
export function noticeOf({ roomId, eventId }: PushData, { digest, language, now }: Known): Notice {
  const words = TEXTS[language.startsWith('ru') ? 'ru' : 'en'];
  const name = roomId ? digest?.names[roomId] : undefined;
  const search = eventId ? `?at=${encodeURIComponent(eventId)}` : '';
  const silent = digest !== null && (isQuiet(digest.quiet, now) || (roomId !== null && digest.muted.includes(roomId)));
  return {
    title: 'Chancery',
    options: {
      body: name ? words.inChat(name) : words.message,
      tag: roomId ?? eventId ?? 'chancery',
      icon: '/icons/icon-192.png',
      data: { open: roomId ? `/chats/${encodeURIComponent(roomId)}${search}` : '/chats', eventId },
      silent,
    },
  };
}
