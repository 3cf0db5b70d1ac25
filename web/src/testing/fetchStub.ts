// SPDX-License-Identifier: EUPL-1.2
// Answers of the server for one test, by method and path.
import { vi } from 'vitest';

export interface StubAnswer {
  status?: number;
  body?: unknown;
}

type Handler = (body: unknown, url: URL) => StubAnswer;

/** Requests that no handler knows answer 404, so that a test never passes by accident. */
export function stubFetch(handlers: Record<string, Handler>): { requests: string[] } {
  const requests: string[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'https://office.example');
    const key = `${init.method ?? 'GET'} ${url.pathname}`;
    requests.push(key + url.search);
    const { status = 200, body } = handlers[key]?.(init.body ? JSON.parse(String(init.body)) : undefined, url) ?? {
      status: 404,
      body: { code: 'not_found', title: 'Not found', detail: '' },
    };
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
  return { requests };
}
