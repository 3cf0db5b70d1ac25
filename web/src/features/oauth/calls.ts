// SPDX-License-Identifier: EUPL-1.2
// What the pages ask of the server, and where the browser goes with its answer.
import { request } from '@/api/client';
import type { components } from '@/api/schema';
import type { Proof } from '@/engine/rpc/models';

type Schemas = components['schemas'];
export type Client = Schemas['ClientView'];
export type Question = Schemas['QuestionView'];
export type WaitingDevice = Schemas['LinkView'];

export const calls = {
  ask: (query: string) => request<Question>('POST', '/oauth/question', { body: { query } }),
  decide: (query: string, allow: boolean, auth: Proof | null = null) =>
    request<{ redirect_to: string }>('POST', '/oauth/decision', { body: { query, allow, auth } }),
  findDevice: (code: string) => request<WaitingDevice>('POST', '/oauth/link', { body: { user_code: code } }),
  answerDevice: (code: string, allow: boolean) =>
    request<object>('POST', '/oauth/link/decision', { body: { user_code: code, allow } }),
  allowKeyReset: (auth: Proof | null) => request<object>('POST', '/oauth/key-reset', { body: { auth } }),
};

/** The parameters of an application's request, as the server packed them into one. */
export function unpack(packed: string): string {
  const standard = packed.replace(/^q\./, '').replaceAll('-', '+').replaceAll('_', '/');
  try {
    return atob(standard);
  } catch {
    return '';
  }
}

/** Only what the server checked arrives here; a program in place of an address is refused all the same. */
export function leaveFor(address: string): void {
  if (/^(?:javascript|data|vbscript|blob):/i.test(address)) throw new Error('this is no address');
  location.replace(address);
}
