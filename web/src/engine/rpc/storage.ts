// SPDX-License-Identifier: EUPL-1.2
// Asks the browser not to throw the message keys away.

export type Persistence = 'granted' | 'refused' | 'unsupported';

/** Workers may not ask, so the page does, once after login. */
export async function requestPersistentStorage(): Promise<Persistence> {
  if (!navigator.storage?.persist) return 'unsupported';
  if (await navigator.storage.persisted()) return 'granted';
  return (await navigator.storage.persist()) ? 'granted' : 'refused';
}
