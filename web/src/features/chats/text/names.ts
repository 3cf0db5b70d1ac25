// SPDX-License-Identifier: EUPL-1.2
// Lists of names in words.
import type { Profile } from '@/engine/rpc/protocol';

/** "Anna, Igor and Kira" in the language of the interface. */
export function nameList(people: readonly Profile[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(people.map(({ name }) => name));
}
