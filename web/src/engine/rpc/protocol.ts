// SPDX-License-Identifier: EUPL-1.2
// The contract between pages and the engine: calls, topics, events and the messages on the port.
import type { EngineErrorData } from './errors';
import type * as m from './models';
import type { Patch } from './patch';

export { EngineError, type EngineErrorCode, type EngineErrorData } from './errors';
export type * from './models';

/** Raised on every change that an older page could not follow; pages of another version are told to reload. */
export const PROTOCOL_VERSION = 1;

type InRoom = { roomId: string };
type OnEvent = { roomId: string; eventId: string };
type InWindow = { roomId: string; windowId: string };
type Nothing = Record<string, never>;

/** Calls: one request, one answer. Parameters and results are plain data (and Blobs). */
export interface EngineCalls {
  'session.start': { params: m.StartParams; result: m.EngineStatus };
  /** Ends the session on the server when it can be reached, then wipes everything stored here. */
  'session.signOut': { params: Nothing; result: null };
  /** Erases what is stored here without asking the server. */
  'session.wipe': { params: Nothing; result: null };
  /** Low-bandwidth mode of this browser; a running session begins anew from what is stored. */
  'session.setThrift': { params: { thrifty: boolean }; result: null };
  /** Ask the server at once instead of waiting for the next attempt. */
  'session.retryConnection': { params: Nothing; result: null };

  'rooms.create': { params: m.CreateRoomParams; result: InRoom };
  /** The direct chat with this person; made, encrypted, when there is none. */
  'rooms.direct': { params: { userId: string }; result: InRoom };
  'rooms.join': { params: { roomIdOrAlias: string }; result: InRoom };
  'rooms.acceptInvite': { params: InRoom; result: null };
  'rooms.rejectInvite': { params: InRoom; result: null };
  'rooms.invite': {
    params: InRoom & { userIds: string[] };
    result: { failed: { userId: string; error: EngineErrorData }[] };
  };
  'rooms.leave': { params: InRoom; result: null };
  'rooms.kick': { params: InRoom & { userId: string; reason?: string }; result: null };
  'rooms.ban': { params: InRoom & { userId: string; reason?: string }; result: null };
  'rooms.unban': { params: InRoom & { userId: string }; result: null };
  'rooms.rename': { params: InRoom & { name: string }; result: null };
  'rooms.setTopic': { params: InRoom & { topic: string }; result: null };
  'rooms.setAvatar': { params: InRoom & { image: Blob | null }; result: null };
  'rooms.setFavourite': { params: InRoom & { favourite: boolean }; result: null };
  'rooms.setLowPriority': { params: InRoom & { lowPriority: boolean }; result: null };
  /** Out of the list until it is taken back or somebody mentions the person. */
  'rooms.setArchived': { params: InRoom & { archived: boolean }; result: null };
  /** `until`: when a muted chat is heard of again, by itself and on all devices. */
  'rooms.setAlerts': { params: InRoom & { alerts: m.RoomAlerts | 'default'; until?: number | null }; result: null };
  'rooms.setRight': { params: InRoom & { right: m.RightId; level: number }; result: null };
  'rooms.setRole': { params: InRoom & { userId: string; power: number }; result: null };
  'rooms.enableEncryption': { params: InRoom; result: null };
  'rooms.loadMembers': { params: InRoom; result: null };
  'rooms.typing': { params: InRoom & { typing: boolean }; result: null };
  'rooms.setDraft': { params: m.DraftPlace & { text: string }; result: null };
  'rooms.getDraft': { params: m.DraftPlace; result: { text: string } };
  'rooms.markUnread': { params: InRoom & { unread: boolean }; result: null };

  'timeline.loadOlder': { params: InWindow; result: { hasOlder: boolean } };
  'timeline.loadNewer': { params: InWindow; result: { hasNewer: boolean } };
  'timeline.jumpTo': { params: InWindow & { eventId: string }; result: null };
  /** To the messages of a day, by its first millisecond. */
  'timeline.jumpToDate': { params: InWindow & { at: number }; result: null };
  'timeline.jumpToNewest': { params: InWindow; result: null };
  /** Moves the read marker and sends the receipt; without `eventId` up to the newest event. */
  'timeline.markRead': { params: InRoom & { eventId?: string; threadId?: string }; result: null };
  'timeline.readers': { params: OnEvent; result: { readers: m.Reader[] } };
  'messages.report': { params: OnEvent & { reason: string }; result: null };
  'threads.loadMore': { params: InRoom & { mine: boolean }; result: null };
  'timeline.editHistory': { params: OnEvent; result: { versions: m.EditVersion[] } };
  'timeline.retryDecryption': { params: InRoom; result: null };

  /** Answers when the message is queued safely; follow `send` of the item with this key. */
  'messages.sendText': { params: m.SendText; result: { key: string } };
  /** Answers when the file has been checked, encrypted and queued. Rejects with `infected` or `could_not_be_scanned`. */
  'messages.sendFile': { params: m.SendFile; result: { key: string } };
  'messages.edit': { params: Omit<m.SendText, 'replyTo' | 'emote'> & { eventId: string }; result: null };
  /** `holdMs`: how long it waits here; `key` takes it back meanwhile, null: there was nothing left to delete. */
  'messages.redact': { params: OnEvent & { reason?: string; holdMs?: number }; result: { key: string | null } };
  'messages.react': { params: OnEvent & { key: string }; result: null };
  'messages.unreact': { params: OnEvent & { key: string }; result: null };
  'messages.pin': { params: OnEvent & { pinned: boolean }; result: null };
  'polls.create': { params: m.NewPoll; result: { key: string } };
  /** Replaces an earlier vote; no answers take it back. */
  'polls.vote': { params: OnEvent & { answers: string[] }; result: null };
  /** `words` stand in the place of the end in clients without polls. */
  'polls.end': { params: OnEvent & { words: string }; result: null };
  'messages.retry': { params: { key: string }; result: null };
  /** Drops a queued or failed message; stops a running upload. */
  'messages.discard': { params: { key: string }; result: null };
  /** Ends the wait of what is held here for being taken back. */
  'messages.hurry': { params: { key: string }; result: null };

  /** Copies messages into other chats; files are not uploaded again unless the other chat is not encrypted. */
  'messages.forward': { params: m.ForwardParams; result: m.ForwardResult };
  /** The room of saved messages; made under `name` when there is none. */
  'saved.open': { params: { name: string }; result: InRoom };
  'saved.add': { params: InRoom & { eventIds: string[]; name: string }; result: InRoom };
  'scheduled.sendNow': { params: { id: string }; result: null };
  'scheduled.cancel': { params: { id: string }; result: null };
  'scheduled.move': { params: { id: string; at: number }; result: null };

  /** A voice message was listened to. */
  'media.markPlayed': { params: OnEvent; result: null };
  /** Decrypted and scanned bytes. Rejects with `infected`, `could_not_be_scanned`, `download_failed`, `file_damaged`. */
  'media.get': { params: { source: m.MediaSource }; result: { blob: Blob; name: string; mimeType: string } };

  /** First login: signing identity, secret storage, key backup. The key is returned once. `recovery_exists` unless `reset`. */
  'crypto.setUp': { params: { proof: m.Proof | null; reset?: boolean }; result: m.RecoverySetUp };
  'crypto.restore': { params: { recoveryKey: string }; result: m.RestoreResult };
  /** A new recovery key for the same identity. */
  'crypto.changeRecoveryKey': { params: Nothing; result: m.RecoverySetUp };
  /** Accept the changed identity of a person who was verified before. */
  'crypto.acceptIdentity': { params: { userId: string }; result: null };
  'verification.startSelf': { params: { deviceId?: string }; result: { id: string } };
  'verification.startUser': { params: { userId: string }; result: { id: string } };
  'verification.accept': { params: { id: string }; result: null };
  'verification.confirm': { params: { id: string }; result: null };
  'verification.mismatch': { params: { id: string }; result: null };
  'verification.cancel': { params: { id: string }; result: null };
  'verification.dismiss': { params: { id: string }; result: null };

  'devices.refresh': { params: Nothing; result: null };
  'devices.rename': { params: { deviceId: string; name: string }; result: null };
  /** Rejects with `proof_needed`, then `proof_refused` until the proof is right, as `crypto.setUp` does. */
  'devices.remove': { params: { deviceIds: string[]; proof: m.Proof | null }; result: null };

  'profile.setName': { params: { name: string }; result: null };
  'profile.setAvatar': { params: { image: Blob | null }; result: null };
  'presence.set': { params: { presence: 'online' | 'away' | 'offline'; statusText?: string }; result: null };

  /** What the person can read of a chat in `[since, until)`, from the newest on; `from` is `next` of the page before. */
  'export.page': {
    params: InRoom & { from: string | null; since: number; until: number };
    result: m.ExportPage;
  };
  'alerts.change': { params: m.AlertChange; result: null };
  'alerts.addKeyword': { params: { word: string }; result: null };
  'alerts.removeKeyword': { params: { word: string }; result: null };
  'alerts.setQuiet': { params: { quiet: m.QuietHours }; result: null };
  /** Tells the server where this browser's push service takes its messages. */
  'push.register': { params: m.PushAddress; result: null };
  'push.forget': { params: { p256dh: string }; result: null };
  'notifications.markAllRead': { params: Nothing; result: null };
  /** Messages: of encrypted rooms from the index of this device, of all others from the server. */
  'search.messages': { params: m.MessageSearch; result: m.MessageHits };
  /** Deletes the index for good, or begins it anew. */
  'search.setIndexing': { params: { on: boolean }; result: null };
  /** The device runs low on power: indexing waits. */
  'search.setLowPower': { params: { low: boolean }; result: null };
  'search.quick': { params: { query: string; limit?: number }; result: m.SearchResult };
  /** Which chat the person looks at in this tab; none: null. Silences notifications and sets the divider. */
  'view.focus': { params: { roomId: string | null; visible: boolean }; result: null };
}

/** Topics: the full value at once, then patches; the client keeps unchanged parts identical. */
export interface EngineTopics {
  engine: { params: Nothing; value: m.EngineStatus };
  rooms: { params: Nothing; value: m.RoomList };
  room: { params: InRoom; value: m.RoomDetails };
  /** A window belongs to its subscription: `windowId` is chosen by the page and unique in it. `at` opens it at an event. */
  timeline: { params: InWindow & { at?: string; threadId?: string }; value: m.Timeline };
  /** Everything pinned in a chat, the newest pin first. */
  pins: { params: InRoom; value: m.Pin[] };
  /** Threads of a chat, unread ones first; of all chats those that the person follows, as far as this device knows them. */
  threads: { params: { roomId?: string; mine?: boolean }; value: m.ThreadList };
  crypto: { params: Nothing; value: m.CryptoStatus };
  devices: { params: { userId?: string }; value: m.DeviceList };
  verifications: { params: Nothing; value: m.Verification[] };
  profile: { params: { userId?: string }; value: m.Profile };
  presence: { params: { userIds: string[] }; value: m.PersonPresence[] };
  notifications: { params: Nothing; value: m.NotificationList };
  scheduled: { params: InRoom; value: m.ScheduledList };
  alerts: { params: Nothing; value: m.AlertSettings };
  searchIndex: { params: Nothing; value: m.SearchIndexStatus };
}

/** Events: told to every page, once, unless said otherwise. */
export type EngineEvent =
  /** Show a notification of the system. Sent to one page only, the one used last. */
  | { type: 'notify'; item: m.NotificationItem; sound: boolean }
  | { type: 'verification_requested'; verification: m.Verification }
  /** Another device of the account has written or sent this draft. */
  | { type: 'draft'; place: m.DraftPlace; text: string }
  | { type: 'session_ended' }
  /** A newer version of the client took over; calls of this page fail until it is reloaded. */
  | { type: 'reload_needed' }
  | { type: 'scanned'; roomId: string; eventId: string; scan: m.ScanState };

export type CallName = keyof EngineCalls;
export type CallParams<N extends CallName> = EngineCalls[N]['params'];
export type CallResult<N extends CallName> = EngineCalls[N]['result'];
export type TopicName = keyof EngineTopics;
export type TopicParams<N extends TopicName> = EngineTopics[N]['params'];
export type TopicValue<N extends TopicName> = EngineTopics[N]['value'];

/** Page to engine. `id` is unique in the page's connection. */
export type PageMessage =
  /** `lifeline` is a Web Lock that the page holds as long as it lives; null where there are none. */
  | { t: 'hello'; version: number; lifeline: string | null }
  | { t: 'call'; id: number; name: CallName; params: unknown }
  | { t: 'subscribe'; id: number; topic: TopicName; params: unknown }
  | { t: 'unsubscribe'; id: number }
  | { t: 'bye' };

/** Engine to page. */
export type EngineMessage =
  | { t: 'welcome'; version: number }
  | { t: 'result'; id: number; value: unknown }
  | { t: 'error'; id: number; error: EngineErrorData }
  | { t: 'value'; id: number; value: unknown }
  | { t: 'patch'; id: number; patch: Patch }
  | { t: 'event'; event: EngineEvent };
