// SPDX-License-Identifier: EUPL-1.2
// Which rows of a timeline stay in the document wherever the virtualiser would end.
import type { VirtualizerHandle } from 'virtua';

/** Drawn beyond the edges of what is seen. */
export const BUFFER_PX = 600;
/** No more than a tall screen shows. */
const MOST = 80;

/**
 * The row that Tab reaches and, at the end of the conversation, the rows before the newest: the virtualiser takes a new
 * message for scrolling down, and would take the rows above out and put them back a moment later.
 */
export function keptRows(
  tabStop: number,
  count: number,
  atEnd: Pick<VirtualizerHandle, 'scrollOffset' | 'findItemIndex'> | null,
): number[] {
  const seen =
    atEnd && atEnd.scrollOffset > 0 ? atEnd.findItemIndex(Math.max(atEnd.scrollOffset - BUFFER_PX, 0)) : count;
  const first = Math.max(seen, count - MOST, 0);
  const end = Array.from({ length: Math.max(count - first, 0) }, (_, index) => first + index);
  return tabStop >= 0 && tabStop < first ? [tabStop, ...end] : end;
}
