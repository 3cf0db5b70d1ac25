// SPDX-License-Identifier: EUPL-1.2
// The calls of the server's own API that the client uses, by name.
import type { Proof } from '@/engine/rpc/models';
import { request } from './client';
import type {
  AuditPage,
  Credentials,
  Factors,
  PasskeyOptions,
  PeoplePage,
  PersonCard,
  RecoveryCodes,
  ServerConfig,
  Session,
  SessionAnswer,
  TeamList,
  TeamMembers,
  TotpOffer,
  Unit,
} from './types';

interface PeopleQuery {
  query?: string;
  unit?: string | null;
  cursor?: string | null;
  limit?: number;
}

/** An account without a name is called by the first part of its id. */
function named(session: SessionAnswer): Session {
  return { ...session, display_name: session.display_name ?? session.user_id.slice(1).split(':')[0] ?? '' };
}

export const api = {
  config: () => request<ServerConfig>('GET', '/config'),
  session: async () => named(await request<SessionAnswer>('GET', '/session')),
  signIn: async (credentials: Credentials) =>
    named(await request<SessionAnswer>('POST', '/session', { body: credentials })),
  signOut: () => request<void>('DELETE', '/session'),
  webPush: () => request<{ enabled: boolean; vapid: string | null }>('GET', '/push/webpush'),
  units: (signal?: AbortSignal) => request<{ units: Unit[] }>('GET', '/org/units', signal ? { signal } : {}),
  people: (query: PeopleQuery, signal?: AbortSignal) =>
    request<PeoplePage>('GET', '/org/people', { query: { ...query }, ...(signal ? { signal } : {}) }),
  person: (userId: string, signal?: AbortSignal) =>
    request<PersonCard>('GET', `/org/people/${encodeURIComponent(userId)}`, signal ? { signal } : {}),
  teams: () => request<TeamList>('GET', '/org/teams'),
  teamMembers: (teamId: string) => request<TeamMembers>('GET', `/org/teams/${encodeURIComponent(teamId)}/members`),
  factors: () => request<Factors>('GET', '/account/factors'),
  changePassword: (password: string, endSessions: boolean, auth: Proof | null) =>
    request<object>('POST', '/account/password', {
      body: { new_password: password, end_sessions: endSessions, auth },
    }),
  beginTotp: (auth: Proof | null) => request<TotpOffer>('POST', '/account/totp', { body: { auth } }),
  confirmTotp: (code: string) => request<RecoveryCodes>('POST', '/account/totp/confirm', { body: { code } }),
  removeTotp: (auth: Proof | null) => request<object>('POST', '/account/totp/remove', { body: { auth } }),
  passkeyQuestion: async () => (await request<{ options: PasskeyOptions }>('POST', '/session/passkey')).options,
  beginPasskey: async (auth: Proof | null) =>
    (await request<{ options: PasskeyOptions }>('POST', '/account/passkeys/options', { body: { auth } })).options,
  addPasskey: (name: string, credential: object) =>
    request<RecoveryCodes>('POST', '/account/passkeys', { body: { name, credential } }),
  removePasskey: (id: string, auth: Proof | null) =>
    request<object>('POST', '/account/passkeys/remove', { body: { id, auth } }),
  makeRecoveryCodes: (auth: Proof | null) =>
    request<RecoveryCodes>('POST', '/account/recovery-codes', { body: { auth } }),
  auditAboutMe: (cursor: string | null) => request<AuditPage>('GET', '/audit/about-me', { query: { cursor } }),
};
