// SPDX-License-Identifier: EUPL-1.2
// Requests to the server's own API; the browser adds the session cookie, errors are RFC 9457 problems.
import type { ProofQuestion } from '@/engine/rpc/models';

export interface Problem extends ProofQuestion {
  status: number;
  code: string;
  title: string;
  detail: string;
  retry_after_ms?: number;
  /** What a sign-in takes beside the password. */
  factors?: string[];
  /** Of passwords. */
  min_length?: number;
  reason?: string;
}

/** A refused or failed request. `code` is `offline` when no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | null;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.retryAfterMs = problem.retry_after_ms ?? null;
    this.problem = problem;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Query = Record<string, string | number | null | undefined>;

export interface RequestOptions {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

/** Without an answer after this long there is no connection, whatever the browser still hopes for. */
const LONGEST_MS = 60_000;
const PAUSE_MS = 300;

/** One JSON request; an empty answer is `undefined`. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) throw new ApiError(await problemOf(response));
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function send(method: Method, path: string, { query, body, signal }: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  const late = AbortSignal.timeout(LONGEST_MS);
  const ends = signal ? AbortSignal.any([signal, late]) : late;
  const init: RequestInit = { method, headers, credentials: 'same-origin', signal: ends };
  if (body instanceof Blob) {
    headers['content-type'] = 'application/octet-stream';
    init.body = body;
  } else if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  try {
    return await fetchSteadily(address(path, query), init);
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
    throw new ApiError({ status: 0, code: 'offline', title: 'No answer from the server', detail: String(reason) });
  }
}

/** A change of network ends the requests under way; what only reads is asked once more. */
async function fetchSteadily(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (reason) {
    if (init.method !== 'GET' || init.signal?.aborted || !navigator.onLine) throw reason;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return fetch(url, init);
  }
}

function address(path: string, query: Query = {}): string {
  const parameters = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const search = new URLSearchParams(parameters).toString();
  return `/api/v1${path}${search ? `?${search}` : ''}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    status: response.status,
    code: `http_${response.status}`,
    title: response.statusText,
    detail: '',
    ...retryAfter(response),
  };
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== 'object' || body === null) return fallback;
  return { ...fallback, ...(body as Partial<Problem>), status: response.status };
}

function retryAfter(response: Response): { retry_after_ms?: number } {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? { retry_after_ms: seconds * 1000 } : {};
}
