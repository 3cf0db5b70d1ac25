// SPDX-License-Identifier: EUPL-1.2
// Everything that serves one session, put together: its calls and its topics.
import { Devices } from './crypto/devices';
import { changeRecoveryKey, cryptoOf, restoreRecovery, setUpRecovery } from './crypto/recovery';
import { CryptoModel } from './crypto/status';
import { Verifications } from './crypto/verification';
import type { SharedStore } from './lib/store';
import { MediaLibrary } from './media/library';
import { Scanner } from './media/scanner';
import { type AlertOptions, watchAlerts } from './notifications/alerts';
import { notificationsTopic } from './notifications/center';
import { Outbox } from './outbox/outbox';
import { People } from './people/profiles';
import { quickSearch } from './people/search';
import { roomCalls } from './rooms/calls';
import { roomTopic } from './rooms/details';
import { RoomListModel } from './rooms/list';
import { ReadMarkers } from './rooms/reading';
import type { Handlers, Topics } from './rpc/server';
import type { Session } from './session';
import { messageCalls } from './timeline/calls';
import { TimelineWindows } from './timeline/windows';

/** Calls that the engine answers without a session, or itself. */
export type EngineCallName =
  | 'session.start'
  | 'session.signOut'
  | 'session.wipe'
  | 'session.retryConnection'
  | 'view.focus';
export type SessionHandlers = Omit<Handlers, EngineCallName>;
export type SessionTopics = Omit<Topics, 'engine'>;

export interface Services {
  handlers: SessionHandlers;
  topics: SessionTopics;
  outbox: Outbox;
  crypto: CryptoModel;
  stop(): void;
}

export async function openServices(session: Session, shared: SharedStore, alerts: AlertOptions): Promise<Services> {
  const drafts = await session.store.drafts();
  const scanner = new Scanner(session.http, shared);
  const outbox = new Outbox(session);
  const media = new MediaLibrary(session, scanner, outbox);
  const list = new RoomListModel(session, drafts);
  const windows = new TimelineWindows({ session, outbox, media });
  const crypto = new CryptoModel(session);
  const verifications = new Verifications(session);
  const devices = new Devices(session);
  const people = new People(session);
  const markers = new ReadMarkers(session);
  await Promise.all([outbox.load(), people.load()]);
  watchAlerts(session, alerts);

  const topics: SessionTopics = {
    rooms: (_params, emit) => {
      emit(list.list);
      return list.changed.on('list', emit);
    },
    room: roomTopic(session),
    timeline: windows.topic,
    crypto: (_params, emit) => {
      emit(crypto.status);
      return crypto.changed.on('status', emit);
    },
    devices: devices.topic,
    verifications: (_params, emit) => {
      emit(verifications.list);
      return verifications.changed.on('list', emit);
    },
    profile: people.profileTopic,
    presence: people.presenceTopic,
    notifications: notificationsTopic(session),
  };
  verifications.changed.on('requested', (verification) =>
    alerts.announce({ type: 'verification_requested', verification }),
  );

  const handlers: SessionHandlers = {
    ...roomCalls(session),
    ...draftCalls(session, drafts, list),
    ...windows.calls,
    ...messageCalls(session, outbox, scanner),
    ...verifications.calls,
    ...devices.calls,
    ...people.calls,
    'timeline.markRead': async ({ roomId, eventId }) => {
      await markers.markRead(roomId, eventId);
      return null;
    },
    'notifications.markAllRead': async () => {
      await markers.markAllRead();
      return null;
    },
    'media.get': ({ source }) => media.get(source),
    'crypto.setUp': (params) => setUpRecovery(session, crypto, params),
    'crypto.restore': ({ recoveryKey }) => restoreRecovery(session, crypto, recoveryKey),
    'crypto.changeRecoveryKey': () => changeRecoveryKey(session, crypto),
    'crypto.acceptIdentity': async ({ userId }) => {
      await cryptoOf(session).pinCurrentUserIdentity(userId);
      await cryptoOf(session).withdrawVerificationRequirement(userId);
      session.changes.emit('crypto', undefined);
      return null;
    },
    'search.quick': ({ query, limit }) => quickSearch(session, list, query, limit),
  };

  const stop = () => {
    outbox.stop();
    list.stop();
    crypto.stop();
  };
  return { handlers, topics, outbox, crypto, stop };
}

function draftCalls(
  session: Session,
  drafts: Map<string, string>,
  list: RoomListModel,
): Pick<Handlers, 'rooms.setDraft' | 'rooms.getDraft'> {
  return {
    'rooms.setDraft': async ({ roomId, text }) => {
      if (text) drafts.set(roomId, text);
      else drafts.delete(roomId);
      list.touch(roomId);
      await session.store.setDraft(roomId, text);
      return null;
    },
    'rooms.getDraft': async ({ roomId }) => ({ text: drafts.get(roomId) ?? '' }),
  };
}
