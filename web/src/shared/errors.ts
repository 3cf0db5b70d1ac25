// SPDX-License-Identifier: EUPL-1.2
// What to tell people about a failure: one sentence by code, and the code to copy for the support desk.
import i18next from 'i18next';
import { ApiError } from '@/api/client';
import { EngineError } from '@/engine/rpc/errors';

/** Technical code with what the server said, for copying. */
export function errorCode(error: unknown): string {
  if (error instanceof EngineError) return [error.code, error.matrixCode, error.httpStatus].filter(Boolean).join(' · ');
  if (error instanceof ApiError) return [error.code, error.status || null].filter(Boolean).join(' · ');
  return 'internal';
}

function code(error: unknown): string {
  return error instanceof EngineError || error instanceof ApiError ? error.code : 'internal';
}

/** A sentence that says what happened and what to do. */
export function errorText(error: unknown): string {
  const texts = i18next.getFixedT(null, 'app', 'errors') as unknown as (
    key: string,
    options: { defaultValue: string },
  ) => string;
  return texts(code(error), { defaultValue: texts('internal', { defaultValue: '' }) });
}

export function isOffline(error: unknown): boolean {
  const known = code(error);
  return known === 'offline' || known === 'server_unreachable';
}
