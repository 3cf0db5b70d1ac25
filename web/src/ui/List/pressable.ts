// SPDX-License-Identifier: EUPL-1.2
// Virtua hides its rows from the pointer until 150 ms after the last scroll event, so that a press just then would be lost.
import type { CSSProperties } from 'react';

/** The style of a virtualised list whose rows take a press while they still move. */
export function pressable(style: CSSProperties | undefined): CSSProperties {
  return { ...style, pointerEvents: 'auto' };
}
