// SPDX-License-Identifier: EUPL-1.2
// Tags of rooms: two of the specification and the archive, which is ours.
import type { Session } from '../session';

export const FAVOURITE = 'm.favourite';
export const LOW_PRIORITY = 'm.lowpriority';
export const ARCHIVE = 'u.org.chancery.archive';

/** Tags that do not go together: a chat cannot be put forward and away. */
const EXCLUDED: Readonly<Record<string, readonly string[]>> = {
  [FAVOURITE]: [LOW_PRIORITY, ARCHIVE],
  [LOW_PRIORITY]: [FAVOURITE],
  [ARCHIVE]: [FAVOURITE],
};

const MIDDLE = { order: 0.5 };

export async function setTag({ client }: Session, roomId: string, tag: string, wanted: boolean): Promise<null> {
  if (!wanted) {
    await client.deleteRoomTag(roomId, tag);
    return null;
  }
  const tags = client.getRoom(roomId)?.tags ?? {};
  for (const other of EXCLUDED[tag] ?? []) if (other in tags) await client.deleteRoomTag(roomId, other);
  await client.setRoomTag(roomId, tag, MIDDLE);
  return null;
}
