// SPDX-License-Identifier: EUPL-1.2
// Requests with the session of this person: our server's cookie, or a token on other servers.
import { connectionFailure, fromResponse } from './failures';

const VERSIONS_MS = 4000;

export interface HttpSession {
  homeserver: string;
  accessToken: string | null;
  fetch: typeof globalThis.fetch;
}

/** Without a token the browser adds our `HttpOnly` session cookie, so no secret is known to scripts. */
export function openHttp(homeserver: string, accessToken: string | null): HttpSession {
  const credentials: RequestCredentials = accessToken === null ? 'same-origin' : 'omit';
  const fetch: typeof globalThis.fetch = (input, init) =>
    globalThis.fetch(input, { ...impatient(input, init), credentials });
  return { homeserver, accessToken, fetch };
}

/**
 * The library asks for the server's versions before it shows what is cached; a connection that swallows requests must not
 * keep the person from reading.
 */
function impatient(input: RequestInfo | URL, init: RequestInit = {}): RequestInit {
  if (!String(input).endsWith('/_matrix/client/versions')) return init;
  const signals = [AbortSignal.timeout(VERSIONS_MS), init.signal].filter((signal) => signal instanceof AbortSignal);
  return { ...init, signal: AbortSignal.any(signals) };
}

/** GET of an address on our server; rejects with an `EngineError` unless the answer is 2xx. */
export async function get(http: HttpSession, path: string, signal?: AbortSignal): Promise<Response> {
  const headers: HeadersInit = http.accessToken === null ? {} : { Authorization: `Bearer ${http.accessToken}` };
  const init: RequestInit = signal ? { headers, signal } : { headers };
  const answer = await http.fetch(http.homeserver + path, init).catch((reason: unknown) => {
    if (signal?.aborted) throw reason;
    throw connectionFailure(String(reason));
  });
  if (!answer.ok) throw fromResponse(answer.status, await answer.json().catch(() => null));
  return answer;
}

export interface UploadOptions {
  name: string | null;
  type: string;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Uploads to the content repository; XMLHttpRequest because fetch tells no progress. Answers the `mxc:` address. */
export function upload(http: HttpSession, body: Blob, options: UploadOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = options.name ? `?filename=${encodeURIComponent(options.name)}` : '';
    request.open('POST', `${http.homeserver}/_matrix/media/v3/upload${query}`);
    request.responseType = 'json';
    if (http.accessToken !== null) request.setRequestHeader('Authorization', `Bearer ${http.accessToken}`);
    request.setRequestHeader('Content-Type', options.type);
    const stall = new StallWatch(() => request.abort());
    request.upload.onprogress = (event) => {
      stall.moved();
      options.onProgress(event.total > 0 ? event.loaded / event.total : 0);
    };
    request.onloadend = () => stall.stop();
    request.onload = () => {
      const uri = (request.response as { content_uri?: unknown } | null)?.content_uri;
      if (request.status === 200 && typeof uri === 'string') resolve(uri);
      else reject(fromResponse(request.status, request.response));
    };
    request.onerror = () => reject(connectionFailure('The upload was interrupted.'));
    request.onabort = () => reject(connectionFailure('The upload was stopped or stood still.'));
    options.signal.addEventListener('abort', () => request.abort(), { once: true });
    if (options.signal.aborted) request.abort();
    else request.send(body);
  });
}

/** Includes the time in which the server scans what has arrived. */
const STALL_MS = 120_000;

/** Uploads may take any time as long as they move. */
class StallWatch {
  private timer: ReturnType<typeof setTimeout>;

  constructor(private readonly onStall: () => void) {
    this.timer = setTimeout(onStall, STALL_MS);
  }

  moved(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onStall, STALL_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

export function mediaPath(mxc: string, kind: 'download' | 'thumbnail', query = ''): string {
  const [, server, mediaId] = /^mxc:\/\/([^/]+)\/([^/?#]+)$/.exec(mxc) ?? [];
  if (!server || !mediaId) throw fromResponse(404, { errcode: 'M_NOT_FOUND', error: 'Not a media address.' });
  return `/_matrix/client/v1/media/${kind}/${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}${query}`;
}
