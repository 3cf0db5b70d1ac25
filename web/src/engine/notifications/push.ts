// SPDX-License-Identifier: EUPL-1.2
// Web Push: the pusher of this browser, and the digest that the service worker reads while no page is open.
import type { RoomListModel } from '../rooms/list';
import { PUSH_CACHE, type PushDigest, writePushDigest } from '../rpc/pushDigest';
import { QUIET_TYPE } from '../rpc/quiet';
import type { Handlers } from '../rpc/server';
import type { Session } from '../session';
import { quietOf } from './settings';

const KIND = 'org.matrix.msc4174.webpush';
const APP_ID = 'eu.chancery.web';
const PAUSE_MS = 2000;

export function pushCalls({ client }: Session): Pick<Handlers, 'push.register' | 'push.forget'> {
  return {
    'push.register': async ({ endpoint, p256dh, auth, device, language }) => {
      await client.setPusher({
        kind: KIND,
        app_id: APP_ID,
        pushkey: p256dh,
        app_display_name: 'Chancery',
        device_display_name: device,
        lang: language,
        data: { url: endpoint, auth, format: 'event_id_only' } as never,
      });
      return null;
    },
    'push.forget': async ({ p256dh }) => {
      await client.setPusher({ kind: null, app_id: APP_ID, pushkey: p256dh } as never);
      return null;
    },
  };
}

/** Written when it differs, at most every two seconds. */
export class PushDigestWriter {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private written = '';
  private readonly stops: (() => void)[];

  constructor(
    private readonly session: Session,
    private readonly list: RoomListModel,
  ) {
    const soon = () => {
      this.timer ??= setTimeout(() => void this.write(), PAUSE_MS);
    };
    const onData = (type: string) => type === QUIET_TYPE && soon();
    this.stops = [list.changed.on('list', soon), session.changes.on('accountData', onData)];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    clearTimeout(this.timer ?? undefined);
  }

  private async write(): Promise<void> {
    this.timer = null;
    const { rooms, complete } = this.list.list;
    // A list that is still being read would empty what the last session left.
    if (!complete) return;
    const digest: PushDigest = {
      names: Object.fromEntries(rooms.map(({ roomId, name }) => [roomId, name])),
      muted: rooms.filter(({ alerts }) => alerts === 'mute').map(({ roomId }) => roomId),
      quiet: quietOf(this.session),
    };
    const words = JSON.stringify(digest);
    if (words === this.written) return;
    this.written = words;
    // Without a digest a push says "new message" without a name.
    await writePushDigest(digest).catch(() => undefined);
  }
}

export async function wipePushDigest(): Promise<void> {
  await caches.delete(PUSH_CACHE).catch(() => undefined);
}
