// SPDX-License-Identifier: EUPL-1.2
// Reads the content of a message event into its view model.

import { readFileKeys } from '../media/attachment';
import type { Verdict } from '../media/library';
import type { EventContent } from '../outbox/record';
import { isPollStart, readPollStart } from '../polls/content';
import type { Attachment, MediaSource, MessageContent, MessageKind, RichNode } from '../rpc/models';
import { fromHtml } from '../text/html';
import { fromPlain, isEmojiOnly, toPlain } from '../text/rich';
import { readForwarded } from './forwarded';

export interface ContentContext {
  me: string;
  /** Where the bytes of this message are. */
  source(part: 'file' | 'thumbnail'): MediaSource;
  verdict: Verdict;
  /** Whether a voice message was listened to here. */
  played?: boolean;
}

const KINDS: Record<string, MessageKind> = {
  'm.text': 'text',
  'm.notice': 'notice',
  'm.emote': 'emote',
  'm.image': 'image',
  'm.file': 'file',
  'm.video': 'video',
  'm.audio': 'audio',
  'm.location': 'location',
};
const BLURHASH = 'xyz.amorgan.blurhash';
const HTML = 'org.matrix.custom.html';
const WITH_FILE: ReadonlySet<MessageKind> = new Set<MessageKind>(['image', 'file', 'video', 'audio']);

export function kindOf(type: string, content: EventContent): MessageKind {
  if (isPollStart(type)) return 'poll';
  if (type === 'm.sticker') return 'image';
  return KINDS[String(content.msgtype)] ?? 'unknown';
}

export function readContent(type: string, content: EventContent, context: ContentContext): MessageContent {
  const kind = kindOf(type, content);
  if (kind === 'poll') return pollContent(content);
  const attachment = WITH_FILE.has(kind) ? readAttachment(content, context) : null;
  const text = attachment ? captionOf(content) : withoutFallback(content);
  const rich = text ? readRich(content, text, context.me) : [];
  return {
    kind,
    // The body of a formatted message is often its Markdown; the words are in the tree.
    text: content.format === HTML ? toPlain(rich) || text : text,
    rich,
    attachment,
    forwarded: readForwarded(content),
    mentionsMe: mentions(content, context.me) && !isPlainReply(content, rich),
    place: kind === 'location' ? placeOf(content) : null,
    emojiOnly: kind === 'text' && isEmojiOnly(text),
  };
}

/** `geo:54.71,20.51;u=35` as a person writes it; no map is drawn, so nothing is asked of anybody. */
function placeOf(content: EventContent): string | null {
  const found = /^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)/.exec(String(content.geo_uri ?? ''));
  return found ? `${found[1]}, ${found[2]}` : null;
}

/** The question stands for the poll in quotes, lists and searches. */
function pollContent(content: EventContent): MessageContent {
  const text = readPollStart(content)?.question ?? '';
  return {
    kind: 'poll',
    text,
    rich: [],
    attachment: null,
    mentionsMe: false,
    place: null,
    emojiOnly: false,
    forwarded: null,
  };
}

/** Reading HTML is the dear part of building a timeline, and contents never change in place. */
const richOf = new WeakMap<EventContent, RichNode[]>();

function readRich(content: EventContent, text: string, me: string): RichNode[] {
  const rich = richOf.get(content) ?? parseRich(content, text, me);
  richOf.set(content, rich);
  return rich;
}

function parseRich(content: EventContent, text: string, me: string): RichNode[] {
  const html = content.formatted_body;
  if (content.format === HTML && typeof html === 'string') return fromHtml(html, me);
  return fromPlain(text);
}

/** With a `filename`, `body` is the caption when it differs from it. */
function captionOf(content: EventContent): string {
  const body = String(content.body ?? '');
  return typeof content.filename === 'string' && content.filename !== body ? body : '';
}

/** Old clients quote what they reply to in lines that begin with "> ". */
function withoutFallback(content: EventContent): string {
  const body = String(content.body ?? '');
  const relation = content['m.relates_to'] as { 'm.in_reply_to'?: unknown } | undefined;
  if (!relation?.['m.in_reply_to'] || !body.startsWith('> <')) return body;
  return body.replace(/^(?:> .*\n)+\n?/, '');
}

function mentions(content: EventContent, me: string): boolean {
  const { user_ids: users, room } = (content['m.mentions'] ?? {}) as { user_ids?: unknown; room?: unknown };
  return room === true || (Array.isArray(users) && users.includes(me));
}

/** Replies notify their addressee by `m.mentions`; only who is named in the words, or everybody, is mentioned. */
function isPlainReply(content: EventContent, rich: RichNode[]): boolean {
  const { room } = (content['m.mentions'] ?? {}) as { room?: unknown };
  return isAnswer(content) && room !== true && !namesMe(rich);
}

function isAnswer(content: EventContent): boolean {
  const relation = content['m.relates_to'] as { 'm.in_reply_to'?: unknown; is_falling_back?: unknown } | undefined;
  return Boolean(relation?.['m.in_reply_to']) && relation?.is_falling_back !== true;
}

/** A team's name stands for its people. */
function namesMe(nodes: readonly RichNode[]): boolean {
  return nodes.some((node) => {
    if (node.type === 'mention') return node.mine || node.kind === 'team';
    return 'children' in node && namesMe(node.children);
  });
}

function readAttachment(content: EventContent, context: ContentContext): Attachment {
  const info = (content.info ?? {}) as Record<string, unknown>;
  const hasThumbnail =
    readFileKeys(info.thumbnail_file) !== null ||
    typeof info.thumbnail_url === 'string' ||
    Boolean(info.thumbnail_info);
  return {
    source: context.source('file'),
    thumbnail: hasThumbnail ? context.source('thumbnail') : null,
    name: typeof content.filename === 'string' ? content.filename : String(content.body ?? ''),
    mimeType: typeof info.mimetype === 'string' ? info.mimetype : 'application/octet-stream',
    size: positive(info.size),
    width: positive(info.w),
    height: positive(info.h),
    durationMs: positive(info.duration),
    voice: 'org.matrix.msc3245.voice' in content,
    waveform: readWaveform(content),
    played: context.played ?? true,
    blurhash: typeof info[BLURHASH] === 'string' ? info[BLURHASH] : null,
    encrypted: content.file !== undefined,
    scan: context.verdict.scan,
    threats: context.verdict.threats,
  };
}

/** More points than a screen has pixels for help nobody. */
const MOST_POINTS = 256;
const LOUDEST = 1024;

function readWaveform(content: EventContent): number[] | null {
  const { waveform } = (content['org.matrix.msc1767.audio'] ?? {}) as { waveform?: unknown };
  if (!Array.isArray(waveform) || waveform.length === 0) return null;
  return waveform.slice(0, MOST_POINTS).map((point) => Math.min(Math.max(Number(point) || 0, 0), LOUDEST));
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}
