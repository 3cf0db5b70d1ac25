// SPDX-License-Identifier: EUPL-1.2
// A message as the index holds it, and how one is read from an event.
import type { MatrixEvent } from 'matrix-js-sdk';
import type { EventContent } from '../outbox/record';
import { isPollStart } from '../polls/content';
import type { MessageKind } from '../rpc/models';
import { threadOf } from '../threads/relation';
import { kindOf, readContent } from '../timeline/content';

export interface IndexedMessage {
  eventId: string;
  roomId: string;
  sender: string;
  at: number;
  threadId: string | null;
  kind: MessageKind;
  text: string;
  fileName: string | null;
  size: number | null;
  /** When the text was last edited; 0 for the first text. */
  version: number;
}

interface Replacement {
  rel_type?: unknown;
  event_id?: unknown;
}

/** Null when there is nothing to find in the event. An edit answers as the message that it changes. */
export function readMessage(event: MatrixEvent): IndexedMessage | null {
  if (event.isRedacted() || event.isDecryptionFailure() || !isMessage(event.getType())) return null;
  const content = event.getOriginalContent() as EventContent;
  const relation = (event.getWireContent()['m.relates_to'] ?? {}) as Replacement;
  const target = relation.rel_type === 'm.replace' && typeof relation.event_id === 'string' ? relation.event_id : null;
  const shown = target ? (content['m.new_content'] as EventContent | undefined) : content;
  if (!shown || typeof shown !== 'object') return null;
  const found = readText(event, shown);
  if (!found.text && !found.fileName) return null;
  return {
    eventId: target ?? event.getId() ?? '',
    roomId: event.getRoomId() ?? '',
    sender: event.getSender() ?? '',
    at: event.getTs(),
    threadId: threadOf(event),
    version: target ? event.getTs() : 0,
    ...found,
  };
}

function isMessage(type: string): boolean {
  return type === 'm.room.message' || isPollStart(type);
}

function readText(event: MatrixEvent, content: EventContent) {
  const source = () => ({ from: 'event', roomId: '', eventId: '', part: 'file' }) as const;
  const verdict = { scan: 'unchecked', threats: [] } as const;
  const read = readContent(event.getType(), content, { me: '', source, verdict: { ...verdict, threats: [] } });
  const { attachment } = read;
  return {
    kind: kindOf(event.getType(), content),
    text: read.text,
    fileName: attachment?.name ?? null,
    size: attachment?.size ?? null,
  };
}

/** Everything by which a message is found. */
export function searchedText({ text, fileName }: IndexedMessage): string {
  return fileName ? `${text} ${fileName}` : text;
}

const LINK = /\bhttps?:\/\/[^\s<>"']+/g;

export function linksOf(text: string): string[] {
  return text.match(LINK) ?? [];
}
