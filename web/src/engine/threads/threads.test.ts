// SPDX-License-Identifier: EUPL-1.2
// What a thread's line says, from real events of the Matrix library and receipts of several people.
import { createClient, MatrixEvent, Room } from 'matrix-js-sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { inThread, isFallback, threadOf, threadOfContent } from './relation';
import { readUpTo, summarise, type ThreadFacts } from './summary';

const ROOM = '!room';
const ANNA = '@anna:a.example';
const IGOR = '@igor:a.example';
const NOON = Date.UTC(2026, 10, 23, 12);

let room: Room;

beforeEach(() => {
  const client = createClient({ baseUrl: 'https://a.example', userId: ANNA, deviceId: 'D' });
  room = new Room(ROOM, client, ANNA);
});

function event(id: string, sender: string, at: number, extra: object = {}): MatrixEvent {
  const content = { msgtype: 'm.text', body: id, ...extra };
  const common = { type: 'm.room.message', room_id: ROOM, unsigned: {} };
  return new MatrixEvent({ ...common, event_id: id, sender, origin_server_ts: NOON + at, content });
}

const answer = (id: string, sender: string, at: number) => event(id, sender, at, inThread({}, '$root', '$root'));

function facts(replies: MatrixEvent[], changes: Partial<ThreadFacts> = {}): ThreadFacts {
  const root = event('$root', IGOR, 0);
  return { room, me: ANNA, rootId: '$root', root, replies, complete: true, readTo: null, readAt: 0, ...changes };
}

describe('belonging to a thread', () => {
  it('is read from the relation, and a fallback is no real answer', () => {
    const content = inThread({ body: 'x' }, '$root', '$newest');
    expect(threadOfContent(content)).toBe('$root');
    expect(isFallback(content)).toBe(true);
    expect(isFallback(inThread({}, '$root', '$newest', '$quoted'))).toBe(false);
    expect(threadOfContent({ 'm.relates_to': { rel_type: 'm.annotation', event_id: '$root' } })).toBeNull();
  });

  it('is told by the server for what was deleted before this device knew it', () => {
    const unsigned = { redacted_because: { type: 'm.room.redaction' }, 'org.chancery.thread_id': '$root' };
    const shape = { type: 'm.room.message', room_id: ROOM, event_id: '$1', sender: IGOR, origin_server_ts: NOON };
    expect(threadOf(new MatrixEvent({ ...shape, content: {}, unsigned } as never))).toBe('$root');
    const { redacted_because: _because, ...notDeleted } = unsigned;
    expect(threadOf(new MatrixEvent({ ...shape, event_id: '$2', content: {}, unsigned: notDeleted }))).toBeNull();
  });

  it('is remembered when the message is deleted', () => {
    const gone = answer('$1', IGOR, 1);
    expect(threadOf(gone)).toBe('$root');
    const redaction = new MatrixEvent({
      type: 'm.room.redaction',
      event_id: '$r',
      room_id: ROOM,
      content: {},
      sender: IGOR,
    });
    gone.makeRedacted(redaction, room);
    expect(threadOf(gone)).toBe('$root');
  });
});

describe('the line under the first message', () => {
  it('counts answers, shows the last one and who wrote, newest first', () => {
    const summary = summarise(facts([answer('$1', IGOR, 1), answer('$2', ANNA, 2), answer('$3', IGOR, 3)]));
    expect(summary).toMatchObject({ count: 3, last: { text: '$3', at: NOON + 3 } });
    expect(summary?.people.map(({ userId }) => userId)).toEqual([IGOR, ANNA]);
  });

  it('is absent without answers', () => {
    expect(summarise(facts([]))).toBeNull();
  });

  it('adds to what the server has counted only what came later', () => {
    const latest = { event_id: '$9', sender: IGOR, type: 'm.room.message', origin_server_ts: NOON + 9, content: {} };
    const root = new MatrixEvent({
      ...event('$root', IGOR, 0).event,
      unsigned: { 'm.relations': { 'm.thread': { count: 9, latest_event: latest, current_user_participated: true } } },
    });
    const summary = summarise(facts([answer('$9', IGOR, 9), answer('$10', IGOR, 10)], { root, complete: false }));
    expect(summary).toMatchObject({ count: 10, followed: true });
  });

  it('marks what others wrote after the own receipt or the own answer', () => {
    const replies = [answer('$1', IGOR, 1), answer('$2', IGOR, 2), answer('$3', IGOR, 3)];
    expect(summarise(facts(replies))?.unread).toBe(3);
    expect(summarise(facts(replies, { readTo: '$2' }))?.unread).toBe(1);
    expect(summarise(facts([...replies, answer('$4', ANNA, 4), answer('$5', IGOR, 5)]))?.unread).toBe(1);
    expect(readUpTo({ me: ANNA, readTo: '$2', readAt: NOON + 3 }, replies)).toBe(NOON + 3);
  });

  it('follows what one began or answered, and nothing else', () => {
    expect(summarise(facts([answer('$1', IGOR, 1)]))?.followed).toBe(false);
    expect(summarise(facts([answer('$1', ANNA, 1)]))?.followed).toBe(true);
    expect(summarise(facts([answer('$1', IGOR, 1)], { root: event('$root', ANNA, 0) }))?.followed).toBe(true);
  });
});
