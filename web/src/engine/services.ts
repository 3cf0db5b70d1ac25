// SPDX-License-Identifier: EUPL-1.2
// Everything that serves one session, put together: its calls and its topics.
import { Devices } from './crypto/devices';
import { changeRecoveryKey, cryptoOf, restoreRecovery, setUpRecovery } from './crypto/recovery';
import { CryptoModel } from './crypto/status';
import { Verifications } from './crypto/verification';
import { Drafts } from './drafts/drafts';
import { exportPage } from './export/pages';
import type { SharedStore } from './lib/store';
import { storeNames } from './lib/wipe';
import { MediaLibrary } from './media/library';
import { prefetchScanner } from './media/prefetch';
import { Scanner } from './media/scanner';
import { type AlertOptions, watchAlerts } from './notifications/alerts';
import { notificationsTopic } from './notifications/center';
import { PushDigestWriter, pushCalls } from './notifications/push';
import { alertCalls, alertsTopic } from './notifications/settings';
import { Outbox } from './outbox/outbox';
import { Scheduled } from './outbox/scheduled';
import { People } from './people/profiles';
import { quickSearch } from './people/search';
import { pollCalls } from './polls/calls';
import { PollVotes } from './polls/votes';
import { roomCalls } from './rooms/calls';
import { roomTopic } from './rooms/details';
import { RoomListModel } from './rooms/list';
import { ReadMarkers } from './rooms/reading';
import type { Handlers, Topics } from './rpc/server';
import { MessageSearchService } from './search/service';
import type { Session } from './session';
import { ThreadLists } from './threads/list';
import { Threads } from './threads/threads';
import { messageCalls } from './timeline/calls';
import { forwardCalls } from './timeline/forward';
import { infoCalls, pinsTopic } from './timeline/info';
import { TimelineWindows } from './timeline/windows';

/** Calls that the engine answers without a session, or itself. */
export type EngineCallName =
  | 'session.start'
  | 'session.signOut'
  | 'session.wipe'
  | 'session.setThrift'
  | 'session.retryConnection'
  | 'view.focus';
export type SessionHandlers = Omit<Handlers, EngineCallName>;
export type SessionTopics = Omit<Topics, 'engine'>;

export interface Services {
  handlers: SessionHandlers;
  topics: SessionTopics;
  outbox: Outbox;
  crypto: CryptoModel;
  markers: ReadMarkers;
  stop(): Promise<void>;
}

export async function openServices(session: Session, shared: SharedStore, alerts: AlertOptions): Promise<Services> {
  let list: RoomListModel | null = null;
  const drafts = new Drafts(
    session,
    (place, text) => alerts.announce({ type: 'draft', place, text }),
    (roomId) => list?.touch(roomId),
  );
  const scanner = new Scanner(session.http, shared);
  const stopPrefetch = prefetchScanner(session, scanner);
  const outbox = new Outbox(session);
  const threads = new Threads(session);
  const threadLists = new ThreadLists(session, threads);
  const media = new MediaLibrary(session, scanner, outbox, threads);
  const rooms = new RoomListModel(session, drafts, threads, outbox);
  list = rooms;
  const windows = new TimelineWindows({ session, outbox, media, threads, votes: new PollVotes(session) });
  const crypto = new CryptoModel(session);
  const verifications = new Verifications(session);
  const devices = new Devices(session);
  const people = new People(session);
  const markers = new ReadMarkers(session, threads);
  const scheduled = new Scheduled(session, outbox);
  const search = await MessageSearchService.open(session, storeNames(session).search);
  await Promise.all([outbox.load(), people.load(), drafts.load(), media.load()]);
  const digest = new PushDigestWriter(session, rooms);
  watchAlerts(session, threads, alerts);

  const topics: SessionTopics = {
    rooms: (_params, emit) => {
      emit(rooms.list);
      return rooms.changed.on('list', emit);
    },
    room: roomTopic(session, threads),
    timeline: windows.topic,
    threads: threadLists.topic,
    pins: pinsTopic(session, threads),
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
    notifications: notificationsTopic(session, threads),
    scheduled: scheduled.topic,
    alerts: alertsTopic(session),
    searchIndex: search.topic,
  };
  verifications.changed.on('requested', (verification) =>
    alerts.announce({ type: 'verification_requested', verification }),
  );

  const handlers: SessionHandlers = {
    ...roomCalls(session),
    ...draftCalls(drafts),
    ...windows.calls,
    ...messageCalls(session, outbox, scanner, threads),
    ...threadLists.calls,
    ...infoCalls(session, threads),
    ...pollCalls(session, outbox, threads),
    ...forwardCalls({ session, outbox, media, scanner, threads }),
    ...scheduled.calls,
    'export.page': (params) => exportPage(session, params),
    ...alertCalls(session),
    ...pushCalls(session),
    ...search.calls,
    ...verifications.calls,
    ...devices.calls,
    ...people.calls,
    'timeline.markRead': async ({ roomId, eventId, threadId }) => {
      await markers.markRead(roomId, threadId, eventId);
      return null;
    },
    'notifications.markAllRead': async () => {
      await markers.markAllRead();
      return null;
    },
    'media.get': ({ source }) => media.get(source),
    'media.markPlayed': async ({ roomId, eventId }) => {
      await media.markPlayed(roomId, eventId);
      return null;
    },
    'crypto.setUp': (params) => setUpRecovery(session, crypto, params),
    'crypto.restore': ({ recoveryKey }) => restoreRecovery(session, crypto, recoveryKey),
    'crypto.changeRecoveryKey': () => changeRecoveryKey(session, crypto),
    'crypto.acceptIdentity': async ({ userId }) => {
      await cryptoOf(session).pinCurrentUserIdentity(userId);
      await cryptoOf(session).withdrawVerificationRequirement(userId);
      session.changes.emit('crypto', undefined);
      return null;
    },
    'search.quick': ({ query, limit }) => quickSearch(session, rooms, query, limit),
  };

  const stop = async () => {
    stopPrefetch();
    digest.stop();
    outbox.stop();
    drafts.stop();
    rooms.stop();
    crypto.stop();
    await search.stop();
  };
  return { handlers, topics, outbox, crypto, markers, stop };
}

function draftCalls(drafts: Drafts): Pick<Handlers, 'rooms.setDraft' | 'rooms.getDraft'> {
  return {
    'rooms.setDraft': async ({ text, ...place }) => {
      await drafts.set(place, text);
      return null;
    },
    'rooms.getDraft': async (place) => ({ text: drafts.text(place) }),
  };
}
