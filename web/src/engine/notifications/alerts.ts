// SPDX-License-Identifier: EUPL-1.2
// Decides which new events deserve a notification of the system; made on the device, because only it can read them.
import { type MatrixEvent, MatrixEventEvent, type Room, RoomEvent } from 'matrix-js-sdk';
import type { EngineEvent } from '../rpc/protocol';
import { isQuiet } from '../rpc/quiet';
import type { Session } from '../session';
import type { Threads } from '../threads/threads';
import { inviteItem, itemOfEvent } from './center';
import { quietOf } from './settings';

/** Older events come from catching up; the notification centre shows them. */
const FRESH_MS = 60_000;

export interface AlertOptions {
  /** The person looks at this room in some visible tab. */
  isWatched(roomId: string): boolean;
  /** To one page. */
  tell(event: EngineEvent): void;
  /** To every page. */
  announce(event: EngineEvent): void;
}

export function watchAlerts(session: Session, threads: Threads, options: AlertOptions): void {
  session.client.on(RoomEvent.Timeline, (event, room, _toStart, removed, data) => {
    if (!room || removed || !data.liveEvent || session.connection !== 'online') return;
    if (Date.now() - event.getTs() > FRESH_MS || event.getSender() === session.userId) return;
    void whenReadable(session, event).then(() => alert(session, threads, room, event, options));
  });
  session.client.on(RoomEvent.MyMembership, (room, membership) => {
    if (membership !== 'invite' || session.connection !== 'online' || isQuietNow(session, false)) return;
    options.tell({ type: 'notify', item: inviteItem(session, room), sound: true });
  });
}

async function whenReadable(session: Session, event: MatrixEvent): Promise<void> {
  if (!event.isEncrypted()) return;
  await session.client.decryptEventIfNeeded(event);
  if (!event.isDecryptionFailure()) return;
  // The key often comes a moment after the message.
  await new Promise<void>((resolve) => event.once(MatrixEventEvent.Decrypted, () => resolve()));
}

function alert(session: Session, threads: Threads, room: Room, event: MatrixEvent, options: AlertOptions): void {
  const actions = session.client.getPushActionsForEvent(event, true);
  if (!actions?.notify || options.isWatched(room.roomId)) return;
  if (room.hasUserReadEvent(session.userId, event.getId() ?? '')) return;
  if (isQuietNow(session, Boolean(actions.tweaks?.highlight))) return;
  const item = itemOfEvent(session, threads, room, event);
  if (item) options.tell({ type: 'notify', item, sound: Boolean(actions.tweaks?.sound) });
}

/** The notification centre still shows what came in quiet hours. */
function isQuietNow(session: Session, highlight: boolean): boolean {
  const quiet = quietOf(session);
  return isQuiet(quiet, new Date()) && !(highlight && quiet.mentions);
}
