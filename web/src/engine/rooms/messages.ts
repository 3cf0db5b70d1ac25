// SPDX-License-Identifier: EUPL-1.2
// Which events are messages that people write to each other.
import type { MatrixEvent } from 'matrix-js-sdk';
import { isPollStart } from '../polls/content';

export function isMessageLike(event: MatrixEvent): boolean {
  const type = event.getType();
  const known = type === 'm.room.message' || type === 'm.room.encrypted' || type === 'm.sticker';
  if (!known && !isPollStart(type)) return false;
  const relation = event.getRelation()?.rel_type;
  if (relation === 'm.replace' || relation === 'm.annotation' || relation === 'm.reference') return false;
  return event.getContent().msgtype !== 'm.key.verification.request';
}
