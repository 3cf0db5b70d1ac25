// SPDX-License-Identifier: EUPL-1.2
// The service worker: keeps the shell for starts without a connection and never keeps answers of the API.
import { PUSH_CACHE, readPushDigest, readPushLanguage, writePushLanguage } from '@/engine/rpc/pushDigest';
import { treatmentOf } from './policy';
import { noticeOf, type PushData, readPush } from './push';

declare const self: ServiceWorkerGlobalScope;

interface Shell {
  build: string;
  files: string[];
}

/** The build writes the object in place of this name. */
declare const __SHELL_FILES__: Shell;

const SHELL = __SHELL_FILES__;
const SHELL_CACHE = `shell-${SHELL.build}`;
/** Built files loaded on demand; their names carry a hash, so they never go stale. */
const ASSET_CACHE = 'assets';
const THUMBNAIL_CACHE = 'thumbnails';
const PAGE = '/index.html';
const MOST_THUMBNAILS = 400;

async function install(): Promise<void> {
  const cache = await caches.open(SHELL_CACHE);
  await cache.addAll([new Request(PAGE, { cache: 'reload' }), ...SHELL.files]);
}

/** Drops shells of older builds and on-demand files that this build no longer names. */
async function activate(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('shell-') && name !== SHELL_CACHE);
  await Promise.all([...old, ASSET_CACHE].map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page of this build at once; the update flow brings the next build. */
async function answerNavigation(request: Request): Promise<Response> {
  const cached = await caches.match(PAGE, { cacheName: SHELL_CACHE });
  return cached ?? fetch(request);
}

async function answerAsset(request: Request): Promise<Response> {
  const cached = await caches.match(request);
  if (cached) return cached;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(ASSET_CACHE)).put(request, response.clone());
  return response;
}

/** Avatars and small pictures that the server checked; the newest ones stay readable offline. */
async function answerThumbnail(request: Request): Promise<Response> {
  const cache = await caches.open(THUMBNAIL_CACHE);
  const cached = await cache.match(request);
  if (cached) return cached;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    await trim(cache);
  }
  return response;
}

async function trim(cache: Cache): Promise<void> {
  const keys = await cache.keys();
  const excess = keys.slice(0, Math.max(0, keys.length - MOST_THUMBNAILS));
  await Promise.all(excess.map((key) => cache.delete(key)));
}

/** Null leaves the request to the browser. */
function route(request: Request): Promise<Response> | null {
  const { method, mode } = request;
  switch (treatmentOf({ method, mode, url: new URL(request.url) }, self.location.origin, SHELL.files)) {
    case 'thumbnail':
      return answerThumbnail(request);
    case 'page':
      return answerNavigation(request);
    case 'file':
      return answerAsset(request);
    case 'network':
      return null;
  }
}

async function openChat(href: unknown): Promise<void> {
  const address = typeof href === 'string' && href.startsWith('/chats/') ? href : '/chats';
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows[0];
  if (!open) {
    await self.clients.openWindow(address);
    return;
  }
  await open.focus();
  open.postMessage({ open: address });
}

/** Tells the server that pushes arrive here; until then it sends none. */
async function acknowledge(app_id: string, ack_token: string): Promise<void> {
  await fetch('/_matrix/client/unstable/org.matrix.msc4174/pushers/ack', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ app_id, ack_token }),
  });
}

async function showCount(unread: number): Promise<void> {
  if (unread > 0) await self.navigator.setAppBadge?.(unread);
  else await self.navigator.clearAppBadge?.();
}

async function closeAll(): Promise<void> {
  for (const shown of await self.registration.getNotifications()) shown.close();
}

/** A page that is in sight announces messages itself; one in the background may already have done it, with more words. */
async function announce(data: PushData): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some((client) => client.visibilityState === 'visible')) return;
  const shown = await self.registration.getNotifications(data.roomId ? { tag: data.roomId } : {});
  if (shown.some((known) => (known.data as { eventId?: string } | null)?.eventId === data.eventId)) return;
  const digest = await readPushDigest().catch(() => null);
  const language = (await readPushLanguage().catch(() => null)) ?? self.navigator.language;
  const notice = noticeOf(data, { digest, language, now: new Date() });
  await self.registration.showNotification(notice.title, notice.options);
}

async function onPush(data: PushData): Promise<void> {
  if (data.ack) await acknowledge(data.ack.appId, data.ack.token);
  if (data.unread !== null) await showCount(data.unread).catch(() => undefined);
  if (data.eventId) await announce(data);
  else if (!data.ack && data.unread === 0) await closeAll();
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const answer = route(event.request);
  if (answer) event.respondWith(answer);
});
self.addEventListener('message', ({ data }) => {
  if (typeof data?.language === 'string') void writePushLanguage(data.language);
  if (data === 'take-over') void self.skipWaiting();
  if (data === 'forget') void Promise.all([THUMBNAIL_CACHE, PUSH_CACHE].map((name) => caches.delete(name)));
});
self.addEventListener('push', (event) => {
  event.waitUntil(onPush(readPush(event.data?.text() ?? '')));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openChat((event.notification.data as { open?: unknown } | null)?.open));
});
