// SPDX-License-Identifier: EUPL-1.2
// Gathers an export page by page, puts versions of edited messages together, and wraps them for the reader.
import type { Engine } from '@/engine/rpc/client';
import type { ExportEntry, ExportPage, Profile, RoomDetails } from '@/engine/rpc/protocol';

/** Local days, the last one included. */
export interface Range {
  since: number;
  until: number;
}

export interface Progress {
  found: number;
  /** Time of the oldest message read so far. */
  reached: number | null;
}

type Message = Exclude<ExportEntry, { type: 'edit' }>;
export type ExportedMessage = Message & { versions: { at: number; text: string }[] };

export async function collect(
  engine: Engine,
  roomId: string,
  range: Range,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<ExportedMessage[]> {
  const entries: ExportEntry[] = [];
  let from: string | null = null;
  do {
    signal.throwIfAborted();
    const page: ExportPage = await engine.call('export.page', { roomId, from, ...range });
    entries.push(...page.entries);
    from = page.next;
    onProgress({ found: entries.length, reached: page.reached });
  } while (from !== null);
  signal.throwIfAborted();
  return fold(entries);
}

/** Newest first in, oldest first out; a message shows its last version and carries the earlier ones. */
export function fold(entries: readonly ExportEntry[]): ExportedMessage[] {
  const edits = new Map<string, Extract<ExportEntry, { type: 'edit' }>[]>();
  for (const entry of entries) {
    if (entry.type === 'edit') edits.set(entry.of, [entry, ...(edits.get(entry.of) ?? [])]);
  }
  const messages = entries.filter((entry): entry is Message => entry.type !== 'edit').reverse();
  return messages.map((message) => withVersions(message, edits.get(message.eventId) ?? []));
}

function withVersions(message: Message, edits: Extract<ExportEntry, { type: 'edit' }>[]): ExportedMessage {
  // Only the author's own edits count (client-server API, "validity of replacement events").
  const own = edits.filter(({ sender }) => sender.userId === message.sender.userId);
  const last = own.at(-1);
  if (message.type !== 'message' || !last) return { ...message, versions: [] };
  const versions = [{ at: message.at, text: message.text }, ...own.map(({ at, text }) => ({ at, text }))];
  return { ...message, text: last.text, versions };
}

export interface ExportHead {
  room: RoomDetails;
  by: Profile;
  device: string;
  at: number;
  range: Range;
}

/** The digest lets a reader check that the messages are those of the export. */
export async function toJson(
  { room, by, device, at, range }: ExportHead,
  messages: ExportedMessage[],
): Promise<string> {
  const { roomId, name, topic, kind, version, encryption, joinedCount } = room;
  const body = JSON.stringify(messages);
  return JSON.stringify(
    {
      format: 'org.chancery.export',
      version: 1,
      exported: { by, device, at: iso(at) },
      room: { roomId, name, topic, kind, version, encrypted: encryption.enabled, members: joinedCount },
      range: { from: iso(range.since), before: iso(range.until) },
      messages: { count: messages.length, unreadable: unreadable(messages), sha256: await sha256(body) },
      items: messages,
    },
    null,
    2,
  );
}

export const unreadable = (messages: readonly ExportedMessage[]) =>
  messages.filter(({ type }) => type === 'unreadable').length;

const iso = (at: number) => new Date(at).toISOString();

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: file systems refuse them.
const UNSAFE = /[\u0000-\u001f\u007f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const MAX_NAME = 80;

/** Safe on every file system, and without marks that turn the reading direction. */
export function fileName(name: string, at: number, extension: string): string {
  const words = name
    .normalize('NFC')
    .replace(UNSAFE, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const day = new Date(at).toISOString().slice(0, 10);
  return `${words.slice(0, MAX_NAME).trim() || 'chat'} ${day}.${extension}`;
}

/** Days as the person picked them, in local time. */
export function rangeOf(first: string, last: string): Range {
  const until = new Date(`${last}T00:00:00`);
  until.setDate(until.getDate() + 1);
  return { since: new Date(`${first}T00:00:00`).getTime(), until: until.getTime() };
}

export function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
