// SPDX-License-Identifier: EUPL-1.2
// Joins class names, leaving out what is false or empty.

export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
