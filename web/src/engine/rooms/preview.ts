// SPDX-License-Identifier: EUPL-1.2
// The last line of a chat in the list: the newest message, also one that has not left this device, or the newest change.
import type { MatrixEvent, Room } from 'matrix-js-sdk';
import type { Outbox } from '../outbox/outbox';
import type { EventContent, OutboxRecord } from '../outbox/record';
import { isPollStart } from '../polls/content';
import type { MessagePreview, Preview, Profile } from '../rpc/models';
import { threadOfContent } from '../threads/relation';
import { readContent } from '../timeline/content';
import { isGone } from '../timeline/gone';
import { readStateChange } from '../timeline/state';
import { isMessageLike } from './messages';
import { memberProfile } from './profiles';

const UNSEEN = { scan: 'unchecked', threats: [] } as { scan: 'unchecked'; threats: string[] };
/** How far back a preview or an unread message is looked for. */
const LOOK_BACK = 60;
/** As in the grids of the timeline: a picture a minute later is another thought. */
const TOGETHER_MS = 60_000;

/** Newest first. */
export function recentEvents(room: Room): MatrixEvent[] {
  return room.getLiveTimeline().getEvents().slice(-LOOK_BACK).reverse();
}

/** The newest message of the main timeline that the server does not have yet. */
export function newestWaiting(outbox: Pick<Outbox, 'ofRoom'>, roomId: string): OutboxRecord | null {
  const waiting = outbox.ofRoom(roomId).filter(({ eventId, record }) => eventId === null && isMessage(record));
  return waiting.map(({ record }) => record).sort((a, b) => b.order - a.order)[0] ?? null;
}

function isMessage({ type, content, sendAt }: OutboxRecord): boolean {
  if (type !== 'm.room.message' && !isPollStart(type)) return false;
  const relation = (content['m.relates_to'] ?? {}) as { rel_type?: unknown };
  return !sendAt && relation.rel_type !== 'm.replace' && threadOfContent(content) === null;
}

export function previewOf(room: Room, me: string, waiting: OutboxRecord | null): Preview | null {
  if (waiting) return { ...read(waiting, memberProfile(room, me), me), mine: true, waiting: true };
  const events = recentEvents(room);
  let change: Preview | null = null;
  for (const [place, event] of events.entries()) {
    const sender = memberProfile(room, event.getSender() ?? '');
    const mine = sender.userId === me;
    if (isMessageLike(event)) return messagePreview(events.slice(place), sender, me);
    if (change || !event.isState()) continue;
    const found = readStateChange(event, room);
    if (found) change = { type: 'state', change: found, sender, mine };
  }
  return change;
}

/** Of the first event; the others are those before it. */
function messagePreview(events: readonly MatrixEvent[], sender: Profile, me: string): Preview | null {
  const [event] = events;
  const mine = sender.userId === me;
  if (event && isGone(event)) return { type: 'redacted', sender, mine };
  if (!event || event.getType() === 'm.room.encrypted')
    return event?.isDecryptionFailure() ? closed(sender, mine) : null;
  if (event.isDecryptionFailure()) return closed(sender, mine);
  const message = read({ type: event.getType(), content: event.getContent() }, sender, me);
  return { ...message, pictures: message.pictures && picturesOf(events) };
}

const closed = (sender: Profile, mine: boolean): Preview => ({ type: 'undecryptable', sender, mine });

function read({ type, content }: Pick<OutboxRecord, 'type' | 'content'>, sender: Profile, me: string): MessagePreview {
  const source = () => ({ from: 'mxc', mxc: '' }) as const;
  const { kind, text, attachment } = readContent(type, content, { me, source, verdict: UNSEEN });
  return {
    type: 'message',
    kind,
    text: text.slice(0, 200),
    sender,
    mine: sender.userId === me,
    fileName: attachment?.name ?? null,
    voice: attachment?.voice ?? false,
    durationMs: attachment?.durationMs ?? null,
    pictures: kind === 'image' && text === '' ? 1 : 0,
    waiting: false,
  };
}

/** Pictures without words of one person in a row; what is not a message does not part them. */
function picturesOf(events: readonly MatrixEvent[]): number {
  const [newest] = events;
  let after = newest;
  let count = 0;
  for (const event of events) {
    if (!isMessageLike(event)) continue;
    const together = (after?.getTs() ?? 0) - event.getTs() < TOGETHER_MS;
    if (!together || event.getSender() !== newest?.getSender() || !isBarePicture(event)) break;
    after = event;
    count += 1;
  }
  return count;
}

function isBarePicture(event: MatrixEvent): boolean {
  const content: EventContent = event.getContent();
  const captioned = typeof content.filename === 'string' && content.filename !== content.body;
  return content.msgtype === 'm.image' && !captioned && !event.isRedacted();
}
