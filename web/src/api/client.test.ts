// SPDX-License-Identifier: EUPL-1.2
// Requests carry what the server expects and failures keep their code.
import { expect, test, vi } from 'vitest';
import { stubFetch } from '@/testing/fetchStub';
import { ApiError, request } from './client';

const failure = async (promise: Promise<unknown>) => (await promise.catch((error: unknown) => error)) as ApiError;

test('empty filters stay out of the address', async () => {
  const { requests } = stubFetch({ 'GET /api/v1/org/people': () => ({ body: { items: [] } }) });
  await request('GET', '/org/people', { query: { query: '', unit: null, limit: 50 } });
  expect(requests).toEqual(['GET /api/v1/org/people?limit=50']);
});

test('a problem document becomes an error with its code and delay', async () => {
  const problem = { title: 'Slow down', code: 'too_many_attempts', detail: 'Wait', retry_after_ms: 4000 };
  stubFetch({ 'POST /api/v1/session': () => ({ status: 429, body: problem }) });
  const error = await failure(request('POST', '/session', { body: {} }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 429, code: 'too_many_attempts', retryAfterMs: 4000 });
});

test('an answer that is not a problem document keeps its status', async () => {
  vi.stubGlobal('fetch', async () => new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
  expect(await failure(request('GET', '/config'))).toMatchObject({ status: 502, code: 'http_502' });
});

test('Retry-After is understood without a body', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 429, headers: { 'retry-after': '7' } }));
  expect(await failure(request('GET', '/config'))).toMatchObject({ retryAfterMs: 7000 });
});

test('no answer is offline', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed to fetch')));
  expect(await failure(request('GET', '/config'))).toMatchObject({ status: 0, code: 'offline' });
});

test('an empty answer is undefined', async () => {
  stubFetch({ 'DELETE /api/v1/session': () => ({ status: 204 }) });
  expect(await request('DELETE', '/session')).toBeUndefined();
});
