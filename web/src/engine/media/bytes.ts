// SPDX-License-Identifier: EUPL-1.2
// Reads the short names by which binary formats mark their parts.

export function ascii(data: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...data.subarray(from, from + length));
}
