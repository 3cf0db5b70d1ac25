// SPDX-License-Identifier: EUPL-1.2
// Passkeys through the browser's WebAuthn interface, in its JSON forms.
import { ApiError } from '@/api/client';
import type { PasskeyOptions } from '@/api/types';

/** Whether this browser has the interface; without TLS or by IP address it has not, or refuses. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
}

export function makePasskey(options: PasskeyOptions): Promise<object> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return answerOf(() => navigator.credentials.create({ publicKey }));
}

export function provePasskey(options: PasskeyOptions): Promise<object> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return answerOf(() => navigator.credentials.get({ publicKey }));
}

async function answerOf(ask: () => Promise<Credential | null>): Promise<object> {
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) return credential.toJSON();
  } catch (reason) {
    throw failure(reason);
  }
  throw failure(null);
}

/** Cancelling, a time-out and the lack of a passkey look alike to a page, on purpose. */
function failure(reason: unknown): ApiError {
  const name = reason instanceof DOMException ? reason.name : '';
  const known = name === 'InvalidStateError' ? 'passkey_exists' : name === 'SecurityError' ? 'passkey_address' : null;
  return new ApiError({ status: 0, code: known ?? 'passkey_cancelled', title: name, detail: String(reason) });
}
