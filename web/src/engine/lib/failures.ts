// SPDX-License-Identifier: EUPL-1.2
// Turns everything that the Matrix library and the browser throw into one of our error codes.
import { ConnectionError, HTTPError, MatrixError } from 'matrix-js-sdk';
import { EngineError, type EngineErrorCode, type EngineErrorExtras } from '../rpc/errors';
import type { ProofQuestion } from '../rpc/models';

const BY_MATRIX_CODE: Record<string, EngineErrorCode> = {
  M_CHANCERY_INFECTED: 'infected',
  M_CHANCERY_UNSCANNED: 'could_not_be_scanned',
  M_TOO_LARGE: 'too_large',
  M_FORBIDDEN: 'forbidden',
  M_NOT_FOUND: 'not_found',
  M_LIMIT_EXCEEDED: 'rate_limited',
  M_UNKNOWN_TOKEN: 'session_ended',
  M_MISSING_TOKEN: 'session_ended',
  M_UNRECOGNIZED: 'not_supported',
  M_ROOM_IN_USE: 'conflict',
};

const BY_STATUS: Record<number, EngineErrorCode> = {
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  429: 'rate_limited',
};

export function toEngineError(reason: unknown, fallback: EngineErrorCode = 'internal'): EngineError {
  if (reason instanceof EngineError) return reason;
  if (reason instanceof MatrixError) return fromMatrix(reason);
  if (reason instanceof HTTPError) return fromStatus(reason.httpStatus ?? 0, reason.message);
  if (reason instanceof ConnectionError) return connectionFailure(reason.message);
  if (!(reason instanceof Error)) return new EngineError(fallback, String(reason));
  // Requests are only ever aborted because they took too long; uploads that the person stops never get here.
  if (reason.name === 'AbortError' || reason.name === 'TimeoutError') return connectionFailure(reason.message);
  if (isFetchFailure(reason)) return connectionFailure(reason.message);
  if (reason.name === 'QuotaExceededError') return new EngineError('storage_unavailable', reason.message);
  return new EngineError(fallback, reason.message);
}

/** What `fetch` throws when no answer comes, in the words of Chromium, Firefox and Safari; a fault of ours has others. */
function isFetchFailure({ message }: Error): boolean {
  return /failed to fetch|networkerror|load failed|network connection was lost/i.test(message);
}

/** No answer at all: the fault is on our side when the browser itself knows that it is offline. */
export function connectionFailure(message: string): EngineError {
  return new EngineError(navigator.onLine ? 'server_unreachable' : 'offline', message);
}

/** The error of a request that we made without the Matrix library. */
export function fromResponse(status: number, body: unknown): EngineError {
  const { errcode, error } = (body ?? {}) as { errcode?: string; error?: string };
  if (typeof errcode === 'string') return fromMatrix(new MatrixError(body as object, status));
  return fromStatus(status, error ?? `HTTP ${status}`);
}

function fromMatrix(error: MatrixError): EngineError {
  const status = error.httpStatus ?? 0;
  const extras = matrixExtras(error, status);
  if (status === 401 && 'flows' in error.data) {
    const { flows, params } = error.data as ProofQuestion;
    const question = { ...(flows ? { flows } : {}), ...(params ? { params } : {}) };
    return new EngineError('proof_needed', error.message, { ...extras, question });
  }
  const known = BY_MATRIX_CODE[error.errcode ?? ''];
  if (known) return new EngineError(known, error.message, extras);
  return fromStatus(status, error.message, extras);
}

function matrixExtras(error: MatrixError, status: number): EngineErrorExtras {
  const extras: EngineErrorExtras = { httpStatus: status };
  if (error.errcode) extras.matrixCode = error.errcode;
  const threats = (error.data as { threats?: unknown }).threats;
  if (Array.isArray(threats)) extras.threats = threats.map(String);
  const wait = error.isRateLimitError() ? error.getRetryAfterMs() : null;
  if (wait !== null) extras.retryAfterMs = wait;
  return extras;
}

function fromStatus(status: number, message: string, extras: EngineErrorExtras = {}): EngineError {
  const code = BY_STATUS[status] ?? (status >= 500 ? 'server_error' : 'invalid');
  return new EngineError(code, message, { ...extras, httpStatus: status });
}
