// SPDX-License-Identifier: EUPL-1.2
// Messages whose content is gone.
import type { MatrixEvent } from 'matrix-js-sdk';

/** Redacted, or served without content because whoever sent it had their messages erased when they left. */
export function isGone(event: MatrixEvent): boolean {
  return event.isRedacted() || Object.keys(event.getWireContent()).length === 0;
}
