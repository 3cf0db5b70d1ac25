// SPDX-License-Identifier: EUPL-1.2
// Calls on messages: send, edit, redact, react, pin, and the history of edits.
import { EventType, type MatrixEvent, RelationType, type Room } from 'matrix-js-sdk';
import { prepareFile } from '../media/prepare';
import type { Scanner } from '../media/scanner';
import type { Outbox } from '../outbox/outbox';
import type { EventContent } from '../outbox/record';
import { isEncrypted } from '../outbox/send';
import { EngineError } from '../rpc/errors';
import type { EditVersion, SendFile, SendText, SendTime } from '../rpc/models';
import type { Handlers } from '../rpc/server';
import type { Session } from '../session';
import { asEdit, textContent, withReply, withTeamMembers } from '../text/compose';
import { inThread } from '../threads/relation';
import type { Threads } from '../threads/threads';
import { readContent } from './content';
import { retryFailed } from './decryption';
import { childReactions } from './items';
import { pinnedIn } from './pins';

type Names = 'sendText' | 'sendFile' | 'edit' | 'redact' | 'react' | 'unreact' | 'pin' | 'retry' | 'discard' | 'hurry';
type MessageCalls = Pick<Handlers, `messages.${Names}` | 'timeline.editHistory' | 'timeline.retryDecryption'>;

export function messageCalls(session: Session, outbox: Outbox, scanner: Scanner, threads: Threads): MessageCalls {
  const of = new Messages(session, outbox, scanner, threads);
  return {
    'messages.sendText': async (params) => ({ key: await of.sendText(params) }),
    'messages.sendFile': async (params) => ({ key: await of.sendFile(params) }),
    'messages.edit': async (params) => of.edit(params),
    'messages.redact': async ({ roomId, eventId, ...how }) => ({ key: await of.redact(roomId, eventId, how) }),
    'messages.react': async ({ roomId, eventId, key }) => of.react(roomId, eventId, key),
    'messages.unreact': async ({ roomId, eventId, key }) => of.unreact(roomId, eventId, key),
    'messages.pin': async ({ roomId, eventId, pinned }) => of.pin(roomId, eventId, pinned),
    'messages.retry': async ({ key }) => {
      await outbox.retry(key);
      return null;
    },
    'messages.discard': async ({ key }) => {
      await outbox.discard(key);
      return null;
    },
    'messages.hurry': async ({ key }) => {
      outbox.hurry(key);
      return null;
    },
    'timeline.editHistory': async ({ roomId, eventId }) => ({ versions: await of.editHistory(roomId, eventId) }),
    'timeline.retryDecryption': async ({ roomId }) => of.retryDecryption(roomId),
  };
}

class Messages {
  private uploadLimit: number | null = null;

  constructor(
    private readonly session: Session,
    private readonly outbox: Outbox,
    private readonly scanner: Scanner,
    private readonly threads: Threads,
  ) {}

  async sendText(params: SendText): Promise<string> {
    const room = this.room(params.roomId);
    if (!params.text.trim()) throw new EngineError('invalid', 'The message is empty.');
    const content = this.related(room, textContent(params), params);
    return this.outbox.add({ roomId: params.roomId, type: 'm.room.message', content, ...timeOf(params) });
  }

  async sendFile(params: SendFile): Promise<string> {
    const room = this.room(params.roomId);
    await this.checkSize(params.file.size);
    const { file, content } = await prepareFile(this.scanner, params, await isEncrypted(this.session, room));
    const complete = this.related(room, { ...content, 'm.mentions': {} }, params);
    return this.outbox.add({
      roomId: params.roomId,
      type: 'm.room.message',
      content: complete,
      file,
      ...timeOf(params),
    });
  }

  /** Asked once; without an answer the server itself will refuse what is too large. */
  private async checkSize(size: number): Promise<void> {
    this.uploadLimit ??= await this.session.client.getMediaConfig().then(
      (config) => config['m.upload.size'] ?? null,
      () => null,
    );
    if (this.uploadLimit !== null && size > this.uploadLimit) {
      throw new EngineError('too_large', `The server takes files of up to ${this.uploadLimit} bytes.`);
    }
  }

  async edit(params: Omit<SendText, 'replyTo' | 'emote'> & { eventId: string }): Promise<null> {
    const event = await this.event(params.roomId, params.eventId);
    if (event.getSender() !== this.session.userId) throw new EngineError('forbidden', 'Only the author may edit.');
    const before = event.getOriginalContent();
    const latest = event.getContent();
    const typed = withTeamMembers({ ...params, emote: before.msgtype === 'm.emote' }, latest);
    const content = textContent(typed);
    await this.outbox.add({
      roomId: params.roomId,
      type: 'm.room.message',
      content: asEdit(content, params.eventId, [before, latest]),
    });
    return null;
  }

  async redact(
    roomId: string,
    eventId: string,
    how: { reason?: string; holdMs?: number } = {},
  ): Promise<string | null> {
    if ((await this.event(roomId, eventId)).isRedacted()) return null;
    const content: EventContent = how.reason ? { reason: how.reason } : {};
    return this.outbox.add({ roomId, type: 'm.room.redaction', content, redacts: eventId, ...timeOf(how) });
  }

  async react(roomId: string, eventId: string, key: string): Promise<null> {
    const room = this.room(roomId);
    if (this.myReactions(room, eventId, key).length > 0 || this.queuedReaction(roomId, eventId, key)) return null;
    const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key } };
    await this.outbox.add({ roomId, type: 'm.reaction', content });
    return null;
  }

  async unreact(roomId: string, eventId: string, key: string): Promise<null> {
    const queued = this.queuedReaction(roomId, eventId, key);
    if (queued) await this.outbox.discard(queued);
    for (const reaction of this.myReactions(this.room(roomId), eventId, key)) {
      await this.redact(roomId, reaction.getId() ?? '');
    }
    return null;
  }

  async pin(roomId: string, eventId: string, pinned: boolean): Promise<null> {
    const now = pinnedIn(this.room(roomId)).filter((id) => id !== eventId);
    const wanted = pinned ? [...now, eventId] : now;
    await this.session.client.sendStateEvent(roomId, EventType.RoomPinnedEvents, { pinned: wanted });
    return null;
  }

  async editHistory(roomId: string, eventId: string): Promise<EditVersion[]> {
    const { events, originalEvent } = await this.session.client.relations(
      roomId,
      eventId,
      RelationType.Replace,
      EventType.RoomMessage,
    );
    const author = originalEvent?.getSender();
    const edits = events
      .filter((event) => event.getSender() === author)
      .map((event) => this.version(event, event.getContent()['m.new_content']));
    const first = originalEvent ? [this.version(originalEvent, originalEvent.getOriginalContent())] : [];
    return [...first, ...edits].sort((a, b) => a.at - b.at);
  }

  async retryDecryption(roomId: string): Promise<null> {
    await retryFailed(this.session, this.room(roomId).getLiveTimeline().getEvents());
    return null;
  }

  private version(event: MatrixEvent, content: EventContent = {}): EditVersion {
    const source = () => ({ from: 'mxc', mxc: '' }) as const;
    const read = readContent('m.room.message', content, {
      me: this.session.userId,
      source,
      verdict: { scan: 'unchecked', threats: [] },
    });
    return { eventId: event.getId() ?? '', at: event.getTs(), rich: read.rich, text: read.text };
  }

  private related(room: Room, content: EventContent, { replyTo, threadId }: SendText | SendFile): EventContent {
    const me = this.session.userId;
    const author = replyTo ? this.threads.find(room, replyTo)?.getSender() : undefined;
    const answer = replyTo ? withReply(content, replyTo, author, me) : content;
    if (!threadId) return answer;
    const newest = this.threads.log(room, threadId).replies().at(-1)?.getId() ?? threadId;
    return inThread(answer, threadId, newest, replyTo);
  }

  private myReactions(room: Room, eventId: string, key: string): MatrixEvent[] {
    const mine = childReactions(room, eventId).filter((event) => event.getSender() === this.session.userId);
    return mine.filter((event) => event.getRelation()?.key === key && !event.isRedacted());
  }

  private queuedReaction(roomId: string, eventId: string, key: string): string | null {
    const entry = this.outbox.ofRoom(roomId).find(({ record, eventId: sent }) => {
      const relation = record.content['m.relates_to'] as { event_id?: string; key?: string } | undefined;
      return sent === null && record.type === 'm.reaction' && relation?.event_id === eventId && relation.key === key;
    });
    return entry?.record.key ?? null;
  }

  private room(roomId: string): Room {
    const room = this.session.client.getRoom(roomId);
    if (!room) throw new EngineError('not_found', 'The person is not in this room.');
    return room;
  }

  /** A message that was accepted a moment ago comes with the next sync; it is waited for. */
  private async event(roomId: string, eventId: string): Promise<MatrixEvent> {
    const room = this.room(roomId);
    const known = this.threads.find(room, eventId);
    if (known) return known;
    if (!this.outbox.ofRoom(roomId).some((entry) => entry.eventId === eventId)) {
      throw new EngineError('not_found', 'The message is not loaded.');
    }
    return new Promise((resolve) => {
      const stop = this.session.changes.on('room', (changed) => {
        const event = changed === roomId ? this.threads.find(room, eventId) : undefined;
        if (!event) return;
        stop();
        resolve(event);
      });
    });
  }
}

function timeOf({ sendAt, holdMs }: SendTime): SendTime {
  return { ...(sendAt ? { sendAt } : {}), ...(holdMs ? { holdMs } : {}) };
}
