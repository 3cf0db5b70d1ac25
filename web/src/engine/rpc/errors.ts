// SPDX-License-Identifier: EUPL-1.2
// Every way in which the engine can fail, as codes that the interface translates.

import type { ProofQuestion } from './models/proof';

export const ENGINE_ERROR_CODES = [
  // connection and session
  'offline',
  'server_unreachable',
  'server_error',
  'rate_limited',
  'session_ended',
  'not_signed_in',
  'engine_unavailable',
  'storage_unavailable',
  'crypto_unavailable',
  // rights and arguments
  'forbidden',
  'not_found',
  'invalid',
  'not_supported',
  'conflict',
  'cancelled',
  // user-interactive authentication
  'proof_needed',
  'proof_refused',
  // files
  'infected',
  'could_not_be_scanned',
  'too_large',
  'download_failed',
  'upload_failed',
  'file_damaged',
  // encryption
  'recovery_exists',
  'recovery_not_set_up',
  'recovery_key_invalid',
  'recovery_key_wrong',
  'verification_failed',
  'not_encrypted',
  'internal',
] as const;

export type EngineErrorCode = (typeof ENGINE_ERROR_CODES)[number];

/** The part of an error that crosses the port. `message` is for logs; the interface shows a text chosen by `code`. */
export interface EngineErrorData {
  code: EngineErrorCode;
  message: string;
  /** True when the same call may succeed later without a change by the person. */
  retryable: boolean;
  retryAfterMs?: number;
  /** `errcode` of the Matrix answer, for the copyable details. */
  matrixCode?: string;
  httpStatus?: number;
  /** Names of matched antivirus rules when `code` is `infected`. */
  threats?: string[];
  /** What the server takes when `code` is `proof_needed` or `proof_refused`. */
  question?: ProofQuestion;
}

export type EngineErrorExtras = Omit<EngineErrorData, 'code' | 'message' | 'retryable'>;

const RETRYABLE: ReadonlySet<EngineErrorCode> = new Set([
  'offline',
  'server_unreachable',
  'server_error',
  'rate_limited',
  'engine_unavailable',
  'download_failed',
  'upload_failed',
  'could_not_be_scanned',
]);

/** The one error class that engine calls reject with, on both sides of the port. */
export class EngineError extends Error implements EngineErrorData {
  readonly code: EngineErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly matrixCode?: string;
  readonly httpStatus?: number;
  readonly threats?: string[];
  readonly question?: ProofQuestion;

  constructor(code: EngineErrorCode, message: string, extras: EngineErrorExtras = {}) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.retryable = RETRYABLE.has(code);
    Object.assign(this, extras);
  }

  static fromData(data: EngineErrorData): EngineError {
    const { code, message, retryable: _retryable, ...extras } = data;
    return new EngineError(code, message, extras);
  }

  toData(): EngineErrorData {
    const data: EngineErrorData = { code: this.code, message: this.message, retryable: this.retryable };
    if (this.retryAfterMs !== undefined) data.retryAfterMs = this.retryAfterMs;
    if (this.matrixCode !== undefined) data.matrixCode = this.matrixCode;
    if (this.httpStatus !== undefined) data.httpStatus = this.httpStatus;
    if (this.threats !== undefined) data.threats = this.threats;
    if (this.question !== undefined) data.question = this.question;
    return data;
  }
}
