// SPDX-License-Identifier: EUPL-1.2
// Text that was changed a moment before the page went: this tab keeps it until the engine has it, which may have gone too.
import type { DraftPlace } from '@/engine/rpc/protocol';

const keyOf = ({ roomId, threadId }: DraftPlace) => `chancery.draft ${roomId} ${threadId ?? ''}`;

export function keepLastWords(place: DraftPlace, text: string): void {
  try {
    sessionStorage.setItem(keyOf(place), text);
  } catch {
    // A tab may be forbidden to store anything; the engine was told as well.
  }
}

/** Null when nothing was left behind. */
export function lastWords(place: DraftPlace): string | null {
  return sessionStorage.getItem(keyOf(place));
}

export function dropLastWords(place: DraftPlace): void {
  sessionStorage.removeItem(keyOf(place));
}
