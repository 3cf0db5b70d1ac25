// SPDX-License-Identifier: EUPL-1.2
// Makes one timeline item from one event or one queued message.
import type { MatrixEvent, Room } from 'matrix-js-sdk';
import type { Verdict } from '../media/library';
import type { OutboxEntry } from '../outbox/outbox';
import type { EventContent } from '../outbox/record';
import { isPollStart, readPollStart } from '../polls/content';
import { readPoll } from '../polls/read';
import { memberProfile } from '../rooms/profiles';
import type {
  MediaSource,
  MessageItem,
  Poll,
  Profile,
  Reaction,
  ReplyQuote,
  RoomRights,
  Shield,
  ThreadSummary,
  TimelineItem,
  UndecryptableCause,
} from '../rpc/models';
import { isFallback, threadOf } from '../threads/relation';
import { readContent } from './content';
import { isGone } from './gone';
import { readStateChange } from './state';

/** What items need to know beyond their own event. */
export interface ItemContext {
  room: Room;
  me: string;
  rights: RoomRights;
  pinned: ReadonlySet<string>;
  verdict(eventId: string): Verdict;
  isPlayed(eventId: string): boolean;
  shield(event: MatrixEvent): Shield | null;
  quote(eventId: string): ReplyQuote;
  keyOf(eventId: string): string | undefined;
  /** Queued edits, reactions and redactions of shown events. */
  pending: PendingChanges;
  /** Who has read up to exactly this event. */
  readers(event: MatrixEvent): string[];
  thread(event: MatrixEvent): ThreadSummary | null;
  /** All votes of this poll are here. */
  counted(eventId: string): boolean;
}

export interface PendingChanges {
  edits: ReadonlyMap<string, EventContent>;
  redacted: ReadonlySet<string>;
  reactions: ReadonlyMap<string, readonly string[]>;
  /** Poll to the answers chosen last. */
  votes: ReadonlyMap<string, string[]>;
}

const HIDDEN_RELATIONS: ReadonlySet<string> = new Set(['m.replace', 'm.annotation', 'm.reference']);
const EDITABLE: ReadonlySet<string> = new Set(['text', 'notice', 'emote']);

/** Null when the event has no line of its own. */
export function itemOf(event: MatrixEvent, context: ItemContext): TimelineItem | null {
  const base = baseOf(event, context);
  if (event.isState()) {
    const change = event.isRedacted() ? null : readStateChange(event, context.room);
    return change && { ...base, type: 'state', change };
  }
  if (HIDDEN_RELATIONS.has(event.getRelation()?.rel_type ?? '')) return null;
  return hasLine(event.getType()) ? lineOf(event, base, context) : unknownOf(event, base);
}

function lineOf(event: MatrixEvent, base: Base, context: ItemContext): TimelineItem | null {
  if (isGone(event) || context.pending.redacted.has(event.getId() ?? ''))
    return { ...base, type: 'redacted', ...redactionOf(event, context) };
  if (event.isDecryptionFailure()) return { ...base, type: 'undecryptable', ...failureOf(event) };
  if (event.getType() === 'm.room.encrypted') return null;
  if (event.getContent().msgtype === 'm.key.verification.request')
    return { ...base, type: 'state', change: { what: 'verification', outcome: 'requested' } };
  return messageOf(event, base, context);
}

function unknownOf(event: MatrixEvent, base: Base): TimelineItem | null {
  if (event.isRedacted() || isSilent(event.getType())) return null;
  return { ...base, type: 'state', change: { what: 'unknown' } };
}

function hasLine(type: string): boolean {
  return type === 'm.room.message' || type === 'm.room.encrypted' || type === 'm.sticker' || isPollStart(type);
}

/** What serves calls, verifications and other messages, and what this product keeps for itself, says nothing to people. */
const SILENT = ['m.reaction', 'm.room.redaction', 'm.dummy', 'm.call.', 'm.key.', 'm.room_key', 'm.rtc.', 'm.policy.'];
const SILENT_UNSTABLE = [
  'org.matrix.msc3381.poll.',
  'm.poll.',
  'org.matrix.msc4143.',
  'org.matrix.msc4075.',
  'org.chancery.',
];

function isSilent(type: string): boolean {
  return [...SILENT, ...SILENT_UNSTABLE].some((start) => type.startsWith(start));
}

type Base = Pick<
  MessageItem,
  'key' | 'eventId' | 'sender' | 'at' | 'mine' | 'continues' | 'startsDay' | 'startsUnread' | 'readBy' | 'thread'
>;

function baseOf(event: MatrixEvent, { room, me, keyOf, thread }: ItemContext): Base {
  const eventId = event.getId() ?? '';
  const sender = event.getSender() ?? '';
  const key = keyOf(eventId) ?? event.getUnsigned().transaction_id ?? eventId;
  const mine = sender === me;
  return {
    key,
    eventId,
    sender: memberProfile(room, sender),
    at: event.getTs(),
    mine,
    ...UNPLACED,
    thread: thread(event),
  };
}

/** Filled in when the whole list is known. */
const UNPLACED = { continues: false, startsDay: false, startsUnread: false, readBy: [] as Profile[], thread: null };

function messageOf(event: MatrixEvent, base: Base, context: ItemContext): MessageItem {
  const eventId = event.getId() ?? '';
  const edit = context.pending.edits.get(eventId);
  const source = (part: 'file' | 'thumbnail'): MediaSource => ({
    from: 'event',
    roomId: context.room.roomId,
    eventId,
    part,
  });
  const content = readContent(event.getType(), edit ?? event.getContent(), {
    me: context.me,
    source,
    verdict: context.verdict(eventId),
    played: base.mine || context.isPlayed(eventId),
  });
  const { rights } = context;
  // In a channel more people may answer in threads than write into the chat itself.
  const writes = threadOf(event) ? rights.reply : rights.send;
  return {
    ...base,
    type: 'message',
    content,
    poll: isPollStart(event.getType()) ? pollOf(event.getContent(), eventId, base.sender.userId, context) : null,
    reply: replyOf(event.getOriginalContent(), context),
    edited: editedOf(event, context.room, edit !== undefined),
    reactions: reactionsOf(event, context),
    send: { state: 'sent' },
    shield: context.shield(event),
    pinned: context.pinned.has(eventId),
    can: {
      edit: base.mine && writes && EDITABLE.has(content.kind),
      redact: base.mine ? rights.redactOwn : rights.redactOthers,
      react: rights.react,
      reply: writes,
      thread: rights.reply,
      pin: rights.pin,
    },
  };
}

/** A queued message, shown below everything that the server knows. */
export function echoOf(entry: OutboxEntry, context: ItemContext): MessageItem {
  const { record, send, eventId } = entry;
  const source = (part: 'file' | 'thumbnail'): MediaSource => ({ from: 'outbox', key: record.key, part });
  const verdict: Verdict = { scan: record.file ? 'clean' : 'unchecked', threats: [] };
  const content = readContent(record.type, record.content, { me: context.me, source, verdict });
  const sent = eventId !== null;
  return {
    key: record.key,
    eventId,
    sender: memberProfile(context.room, context.me),
    at: record.at,
    mine: true,
    ...UNPLACED,
    type: 'message',
    content,
    poll: isPollStart(record.type) ? pollOf(record.content, eventId, context.me, context) : null,
    reply: replyOf(record.content, context),
    edited: null,
    reactions: [],
    send,
    shield: null,
    pinned: false,
    can: {
      edit: sent && EDITABLE.has(content.kind),
      redact: sent,
      react: sent,
      reply: sent,
      thread: sent,
      pin: sent && context.rights.pin,
    },
  };
}

/** Votes are taken once the server knows the poll. */
function pollOf(content: EventContent, eventId: string | null, author: string, context: ItemContext): Poll | null {
  const start = readPollStart(content);
  if (!start) return null;
  return readPoll({
    room: context.room,
    me: context.me,
    start,
    eventId: eventId ?? '',
    author,
    pending: context.pending.votes.get(eventId ?? '') ?? null,
    counted: eventId === null || context.counted(eventId),
    mayWrite: eventId !== null && context.rights.send,
  });
}

export function replyTarget(content: EventContent): string | null {
  const relation = content['m.relates_to'] as { 'm.in_reply_to'?: { event_id?: unknown } } | undefined;
  const eventId = relation?.['m.in_reply_to']?.event_id;
  return typeof eventId === 'string' ? eventId : null;
}

function replyOf(content: EventContent, context: ItemContext): ReplyQuote | null {
  const target = isFallback(content) ? null : replyTarget(content);
  return target ? context.quote(target) : null;
}

function editedOf(event: MatrixEvent, room: Room, pending: boolean): MessageItem['edited'] {
  const at = event.replacingEventDate()?.getTime();
  if (at === undefined) return pending ? { at: event.getTs(), count: 1 } : null;
  const known = room.relations.getChildEventsForEvent(event.getId() ?? '', 'm.replace', 'm.room.message');
  // Of edits that came before this device only the newest may be known.
  return { at, count: Math.max(1, known?.getRelations().length ?? 0) };
}

function redactionOf(event: MatrixEvent, { room }: ItemContext): { by: Profile | null; reason: string } {
  const because = event.getUnsigned().redacted_because;
  const sender = because?.sender;
  const reason = (because?.content as { reason?: unknown } | undefined)?.reason;
  return { by: sender ? memberProfile(room, sender) : null, reason: typeof reason === 'string' ? reason : '' };
}

const CAUSES: Record<string, UndecryptableCause> = {
  MEGOLM_KEY_WITHHELD: 'key_withheld',
  MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE: 'device_not_verified',
  HISTORICAL_MESSAGE_NO_KEY_BACKUP: 'no_backup',
  HISTORICAL_MESSAGE_BACKUP_UNCONFIGURED: 'device_not_verified',
  HISTORICAL_MESSAGE_USER_NOT_JOINED: 'sent_before_join',
  SENDER_IDENTITY_PREVIOUSLY_VERIFIED: 'sender_not_trusted',
  UNSIGNED_SENDER_DEVICE: 'sender_not_trusted',
  UNKNOWN_SENDER_DEVICE: 'sender_not_trusted',
  UNKNOWN_ERROR: 'damaged',
};
const FINAL: ReadonlySet<UndecryptableCause> = new Set<UndecryptableCause>([
  'no_backup',
  'sent_before_join',
  'key_withheld',
  'damaged',
]);

function failureOf(event: MatrixEvent): { cause: UndecryptableCause; mayRecover: boolean } {
  const cause = CAUSES[event.decryptionFailureReason ?? ''] ?? 'key_not_received';
  return { cause, mayRecover: !FINAL.has(cause) };
}

function reactionsOf(event: MatrixEvent, context: ItemContext): Reaction[] {
  const eventId = event.getId() ?? '';
  const senders = new Map<string, Set<string>>();
  for (const child of childReactions(context.room, eventId)) {
    const key = child.getRelation()?.key;
    if (!key || child.isRedacted() || context.pending.redacted.has(child.getId() ?? '')) continue;
    senders.set(key, (senders.get(key) ?? new Set()).add(child.getSender() ?? ''));
  }
  for (const key of context.pending.reactions.get(eventId) ?? [])
    senders.set(key, (senders.get(key) ?? new Set()).add(context.me));
  return [...senders].map(([key, users]) => ({
    key,
    count: users.size,
    senders: [...users].map((userId) => memberProfile(context.room, userId)),
    mine: users.has(context.me),
  }));
}

export function childReactions(room: Room, eventId: string): MatrixEvent[] {
  return room.relations.getChildEventsForEvent(eventId, 'm.annotation', 'm.reaction')?.getRelations() ?? [];
}
