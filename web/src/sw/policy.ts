// SPDX-License-Identifier: EUPL-1.2
// Which requests the service worker may answer from its caches: never an answer of an API, except checked thumbnails.

export type Treatment = 'network' | 'page' | 'file' | 'thumbnail';

export interface Asked {
  method: string;
  url: URL;
  /** `Request.mode`; "navigate" for a page. */
  mode: string;
}

const THUMBNAIL = /^\/_matrix\/client\/v1\/media\/thumbnail\//;
const API = /^\/(?:api|oauth2|_matrix|_chancery|\.well-known|health|ready|metrics|dav)(?:\/|$)/;

export function treatmentOf({ method, url, mode }: Asked, origin: string, shellFiles: readonly string[]): Treatment {
  if (method !== 'GET' || url.origin !== origin) return 'network';
  if (THUMBNAIL.test(url.pathname)) return 'thumbnail';
  if (API.test(url.pathname)) return 'network';
  if (mode === 'navigate') return 'page';
  return url.pathname.startsWith('/assets/') || shellFiles.includes(url.pathname) ? 'file' : 'network';
}
