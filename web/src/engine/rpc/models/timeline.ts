// SPDX-License-Identifier: EUPL-1.2
// View models of one chat's timeline.
import type { EngineErrorData } from '../errors';
import type { Profile } from './engine';
import type { Poll } from './poll';
import type { RichNode } from './richtext';

export type MessageKind =
  | 'text'
  | 'notice'
  | 'emote'
  | 'image'
  | 'file'
  | 'video'
  | 'audio'
  | 'location'
  | 'poll'
  | 'unknown';

/** Where bytes come from: a file of an event, an own file still being sent, or an avatar. */
export type MediaSource =
  | { from: 'event'; roomId: string; eventId: string; part: 'file' | 'thumbnail' }
  | { from: 'outbox'; key: string; part: 'file' | 'thumbnail' }
  | { from: 'mxc'; mxc: string; width?: number; height?: number };

/** `unchecked`: nobody has opened it here yet; opening checks it first. */
export type ScanState = 'unchecked' | 'checking' | 'clean' | 'infected' | 'could_not_be_scanned';

export interface Attachment {
  source: MediaSource;
  /** Null when there is no thumbnail: show `source` when small, else an icon. */
  thumbnail: MediaSource | null;
  name: string;
  mimeType: string;
  size: number | null;
  /** Reserve the place of images and videos from these. */
  width: number | null;
  height: number | null;
  durationMs: number | null;
  voice: boolean;
  /** Loudness of a voice message over its time, 0 to 1024 each. */
  waveform: number[] | null;
  /** A voice message that was listened to on this device; own ones count as heard. */
  played: boolean;
  /** A few colours to draw until the picture is there (BlurHash). */
  blurhash: string | null;
  encrypted: boolean;
  scan: ScanState;
  threats: string[];
}

export interface MessageContent {
  kind: MessageKind;
  /** Plain text or caption; for search, copying and screen readers. */
  text: string;
  /** The same text formatted; one text node when the message is plain. */
  rich: RichNode[];
  attachment: Attachment | null;
  /** Where a forwarded message was written first. */
  forwarded: Forwarded | null;
  mentionsMe: boolean;
  /** Coordinates of a location: "54.7101, 20.5101". */
  place: string | null;
  /** Only emoji: show large. */
  emojiOnly: boolean;
}

export interface Forwarded {
  name: string;
  at: number | null;
  /** Known in saved messages only: a link to the place would tell others which chats one is in. */
  source: { roomId: string; eventId: string } | null;
}

/** `at` is when the person read up to here or further. */
export interface Reader extends Profile {
  at: number;
}

export interface ReplyQuote {
  eventId: string;
  sender: Profile | null;
  kind: MessageKind | null;
  text: string;
  state: 'ready' | 'loading' | 'redacted' | 'undecryptable' | 'unavailable';
}

export interface Pin extends ReplyQuote {
  /** Null while the message is not known. */
  at: number | null;
}

export interface Reaction {
  key: string;
  count: number;
  senders: Profile[];
  mine: boolean;
}

export interface Edited {
  at: number;
  count: number;
}

export interface EditVersion {
  eventId: string;
  at: number;
  rich: RichNode[];
  text: string;
}

/** `queued` waits for the connection or for earlier messages; `failed` waits for the person (retry or discard). */
export type SendState =
  | { state: 'sent' }
  | { state: 'queued' }
  /** May still be taken back. */
  | { state: 'held' }
  | { state: 'sending'; progress: number | null }
  | { state: 'failed'; error: EngineErrorData };

/** Why the sender's identity is in doubt. */
export interface Shield {
  level: 'grey' | 'red';
  reason:
    | 'unknown_device'
    | 'unverified_device'
    | 'unverified_user'
    | 'identity_changed'
    | 'not_encrypted'
    | 'key_from_backup'
    | 'mismatched_sender';
}

export type UndecryptableCause =
  | 'key_not_received'
  | 'sent_before_join'
  | 'no_backup'
  | 'device_not_verified'
  | 'key_withheld'
  | 'sender_not_trusted'
  | 'damaged';

interface ItemBase {
  /** Stays the same from the local echo to the answer of the server and across edits. */
  key: string;
  eventId: string | null;
  sender: Profile;
  at: number;
  mine: boolean;
  /** Same sender as the item above, close in time: hide name and avatar. */
  continues: boolean;
  /** First item of a calendar day in the engine's time zone. */
  startsDay: boolean;
  /** The first unread item: draw the divider above. */
  startsUnread: boolean;
  /** Others whose newest receipt is here. */
  readBy: Profile[];
  /** What was answered to this message in a thread; null when nobody has. */
  thread: ThreadSummary | null;
}

export interface ThreadSummary {
  count: number;
  /** `kind` is null when it cannot be read (yet). */
  last: { sender: Profile; at: number; kind: MessageKind | null; text: string };
  /** Who wrote last, newest first; a few. */
  people: Profile[];
  unread: number;
  highlights: number;
  /** The person began it, wrote in it or was mentioned. */
  followed: boolean;
}

/** One line of a room's list of threads. */
export interface ThreadEntry {
  key: string;
  roomId: string;
  roomName: string;
  rootId: string;
  /** Its first message. */
  root: ReplyQuote;
  at: number;
  summary: ThreadSummary;
}

export interface ThreadList {
  entries: ThreadEntry[];
  hasMore: boolean;
  loading: boolean;
  error: EngineErrorData | null;
}

export interface MessageItem extends ItemBase {
  type: 'message';
  content: MessageContent;
  poll: Poll | null;
  reply: ReplyQuote | null;
  edited: Edited | null;
  reactions: Reaction[];
  send: SendState;
  shield: Shield | null;
  pinned: boolean;
  can: { edit: boolean; redact: boolean; react: boolean; reply: boolean; thread: boolean; pin: boolean };
}

export interface UndecryptableItem extends ItemBase {
  type: 'undecryptable';
  cause: UndecryptableCause;
  /** A key may still arrive (backup, other device): offer to wait. */
  mayRecover: boolean;
}

export interface RedactedItem extends ItemBase {
  type: 'redacted';
  by: Profile | null;
  reason: string;
}

export interface StateItem extends ItemBase {
  type: 'state';
  change: StateChange;
}

export type TimelineItem = MessageItem | UndecryptableItem | RedactedItem | StateItem;

/** A change of the room as data; the interface makes the sentence. */
export type StateChange =
  | { what: 'created' }
  | { what: 'joined' | 'left' | 'knocked' | 'accepted_invite' | 'rejected_invite'; person: Profile }
  | { what: 'invited' | 'invite_withdrawn' | 'kicked' | 'banned' | 'unbanned'; person: Profile; reason: string }
  | { what: 'renamed_self'; person: Profile; from: string; to: string }
  | { what: 'avatar_changed_self'; person: Profile }
  | { what: 'room_named'; from: string; to: string }
  | { what: 'topic_set'; to: string }
  | { what: 'room_avatar_changed' }
  | { what: 'encryption_enabled' }
  | { what: 'history_visibility'; to: string }
  | { what: 'join_rule'; to: string }
  | { what: 'role_changed'; person: Profile; from: number; to: number }
  | { what: 'rights_changed' }
  | { what: 'pinned_changed'; added: string[]; removed: string[] }
  | { what: 'room_replaced'; successorRoomId: string }
  | { what: 'verification'; outcome: 'requested' | 'done' | 'cancelled' }
  | { what: 'call'; outcome: 'started' | 'ended' }
  /** Something was sent of a type that this version does not know. */
  | { what: 'unknown' };

export interface Timeline {
  roomId: string;
  items: TimelineItem[];
  hasOlder: boolean;
  /** True when the window was opened at an older event. False means it follows the newest message. */
  hasNewer: boolean;
  loadingOlder: boolean;
  loadingNewer: boolean;
  /** The item asked for by the last jump; scroll there and show it for a moment. */
  focus: { eventId: string; nonce: number } | null;
  /** The first message when this window is a thread. */
  threadId: string | null;
  fullyReadEventId: string | null;
  /** The message read last when it is not loaded, because much has been written since. */
  unreadAbove: string | null;
  unreadBelow: number;
  /** What is pinned in the chat, oldest first; the newest few when there are many. */
  pinned: ReplyQuote[];
  error: EngineErrorData | null;
}

/** When a message leaves: at once unless said otherwise. */
export interface SendTime {
  /** Epoch milliseconds; the server keeps the message, already encrypted, until then. */
  sendAt?: number;
  /** Time to think better of it, in which the message stays on this device. */
  holdMs?: number;
}

export interface SendText extends SendTime {
  roomId: string;
  /** Text with simple Markdown: **bold**, _italic_, ~~strike~~, `code`, fences, > quote, lists, [link](https://…). */
  text: string;
  /** The same text as the editor knows it; without it `text` is read as Markdown. */
  rich?: RichNode[];
  /** People mentioned in `text` by "@Name"; their ids go to `m.mentions`, their names become links. */
  mentions?: { userId: string; name: string }[];
  mentionsEveryone?: boolean;
  replyTo?: string;
  /** The first message of the thread to write in. */
  threadId?: string;
  emote?: boolean;
}

export interface SendFile extends SendTime {
  roomId: string;
  file: Blob;
  name: string;
  caption?: string;
  replyTo?: string;
  threadId?: string;
  voice?: { durationMs: number; waveform: number[] };
  /** What the page has read of a video or a sound: workers cannot play them. */
  facts?: { durationMs?: number; width?: number; height?: number; poster?: Blob };
  /** Pictures are made smaller before they are sent. */
  smaller?: boolean;
}
