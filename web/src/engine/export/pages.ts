// SPDX-License-Identifier: EUPL-1.2
// Reads a chat from the server for an export, one page at a time, decrypted with what this device can decrypt.
import { Direction, type MatrixEvent, type Room } from 'matrix-js-sdk';
import { isMessageLike } from '../rooms/messages';
import { memberProfile } from '../rooms/profiles';
import { EngineError } from '../rpc/errors';
import type { ExportEntry, ExportPage } from '../rpc/models';
import type { CallParams } from '../rpc/protocol';
import type { Session } from '../session';
import { threadOf } from '../threads/relation';
import { readContent } from '../timeline/content';
import { isGone } from '../timeline/gone';
import { replyTarget } from '../timeline/items';
import { readStateChange } from '../timeline/state';

const PAGE = 200;

export async function exportPage(session: Session, params: CallParams<'export.page'>): Promise<ExportPage> {
  const { client } = session;
  const room = client.getRoom(params.roomId);
  if (!room) throw new EngineError('not_found', 'The person is not in this room.');
  const answer = await client.createMessagesRequest(params.roomId, params.from, PAGE, Direction.Backward);
  const mapper = client.getEventMapper({ decrypt: false });
  const events = answer.chunk.map((raw) => mapper({ ...raw, room_id: params.roomId }));
  await Promise.all(events.map((event) => client.decryptEventIfNeeded(event)));
  const reached = events.at(-1)?.getTs() ?? null;
  const past = reached !== null && reached < params.since;
  // Edits are kept also when they are younger than the range: they belong to messages in it.
  const wanted = (entry: ExportEntry) => entry.at >= params.since && (entry.at < params.until || entry.type === 'edit');
  return {
    entries: events.flatMap((event) => entryOf(session, room, event) ?? []).filter(wanted),
    next: past ? null : (answer.end ?? null),
    reached,
  };
}

function entryOf(session: Session, room: Room, event: MatrixEvent): ExportEntry | null {
  const place = {
    eventId: event.getId() ?? '',
    at: event.getTs(),
    sender: memberProfile(room, event.getSender() ?? ''),
  };
  if (event.isState()) {
    const change = readStateChange(event, room);
    return change && { ...place, type: 'state', change };
  }
  const edited = editTarget(event);
  if (edited) return { ...place, type: 'edit', of: edited, text: textOf(session, event, true) };
  if (!isMessageLike(event)) return null;
  if (isGone(event)) return { ...place, type: 'redacted' };
  if (event.isDecryptionFailure() || event.getType() === 'm.room.encrypted') return { ...place, type: 'unreadable' };
  return { ...place, ...messageOf(session, event) };
}

function editTarget(event: MatrixEvent): string | null {
  const relation = event.getRelation();
  return relation?.rel_type === 'm.replace' && !event.isRedacted() ? (relation.event_id ?? null) : null;
}

/** The text as it was written, not as the library shows it after edits. */
function textOf(session: Session, event: MatrixEvent, isEdit = false): string {
  const content = event.getOriginalContent();
  const shown = isEdit ? (content['m.new_content'] ?? content) : content;
  return read(session, event, shown).text;
}

function read(session: Session, event: MatrixEvent, content: Record<string, unknown>) {
  const source = () => ({ from: 'mxc', mxc: '' }) as const;
  return readContent(event.getType(), content, {
    me: session.userId,
    source,
    verdict: { scan: 'unchecked', threats: [] },
  });
}

function messageOf(session: Session, event: MatrixEvent) {
  const content = event.getOriginalContent();
  const { kind, attachment } = read(session, event, content);
  const file = attachment && { name: attachment.name, size: attachment.size, mimeType: attachment.mimeType };
  return {
    type: 'message' as const,
    kind,
    text: textOf(session, event),
    file,
    replyTo: replyTarget(content),
    threadId: threadOf(event),
  };
}
