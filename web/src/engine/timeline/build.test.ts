// SPDX-License-Identifier: EUPL-1.2
// The list of items of a window, from real events of the Matrix library and queued messages.
import { createClient, MatrixEvent, Room } from 'matrix-js-sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../outbox/outbox';
import type { EventContent } from '../outbox/record';
import { rightsIn } from '../rooms/rights';
import type { MessageItem, SendState, TimelineItem } from '../rpc/models';
import { buildItems, pendingOf } from './build';

const ROOM = '!room';
const ANNA = '@anna:a.example';
const IGOR = '@igor:a.example';
const NOON = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;

let room: Room;
let count = 0;

beforeEach(async () => {
  count = 0;
  const client = createClient({ baseUrl: 'https://a.example', userId: ANNA, deviceId: 'D', timelineSupport: true });
  room = new Room(ROOM, client, ANNA, { timelineSupport: true });
  await live([
    state('m.room.create', '', IGOR, {}),
    state('m.room.member', IGOR, IGOR, { membership: 'join', displayname: 'Igor' }),
    state('m.room.member', ANNA, ANNA, { membership: 'join', displayname: 'Anna' }),
  ]);
});

function live(events: MatrixEvent[]): Promise<void> {
  return room.addLiveEvents(events, { addToState: true });
}

function event(sender: string, type: string, content: EventContent, at = NOON, unsigned: object = {}): MatrixEvent {
  count += 1;
  return new MatrixEvent({
    type,
    sender,
    room_id: ROOM,
    event_id: `$${count}`,
    origin_server_ts: at,
    content,
    unsigned,
  });
}

function state(type: string, key: string, sender: string, content: EventContent, at = NOON): MatrixEvent {
  count += 1;
  return new MatrixEvent({
    type,
    sender,
    room_id: ROOM,
    event_id: `$${count}`,
    state_key: key,
    origin_server_ts: at,
    content,
  });
}

const say = (sender: string, body: string, at = NOON, unsigned: object = {}) =>
  event(sender, 'm.room.message', { msgtype: 'm.text', body }, at, unsigned);

function queued(
  key: string,
  content: EventContent,
  extra: Partial<OutboxEntry['record']> = {},
  send: SendState = { state: 'queued' },
): OutboxEntry {
  const record = {
    key,
    roomId: ROOM,
    order: 1,
    at: NOON,
    type: 'm.room.message',
    content,
    redacts: null,
    file: null,
    error: null,
    ...extra,
  };
  return { record, send, eventId: null };
}

function build(outbox: OutboxEntry[] = [], readUpTo: string | null = null): TimelineItem[] {
  const events = room.getLiveTimeline().getEvents();
  return buildItems(
    { events, outbox, readUpTo, threadId: null },
    {
      room,
      me: ANNA,
      rights: rightsIn(room, ANNA),
      pinned: new Set(['$4']),
      isPlayed: () => false,
      verdict: () => ({ scan: 'unchecked', threats: [] }),
      shield: () => null,
      quote: (eventId) => ({ eventId, sender: null, kind: null, text: '', state: 'loading' }),
      keyOf: () => undefined,
      pending: pendingOf(outbox),
      readers: (event) => room.getReceiptsForEvent(event).map(({ userId }) => userId),
      thread: () => null,
      counted: () => true,
    },
  );
}

const messages = (items: TimelineItem[]) => items.filter((item): item is MessageItem => item.type === 'message');
const texts = (items: TimelineItem[]) => messages(items).map((item) => item.content.text);

describe('the items of a window', () => {
  it('group messages of one sender close in time, and begin days', async () => {
    await live([
      say(IGOR, 'a'),
      say(IGOR, 'b', NOON + MINUTE),
      say(ANNA, 'c', NOON + 2 * MINUTE),
      say(IGOR, 'd', NOON + 3 * MINUTE),
      say(IGOR, 'e', NOON + 20 * MINUTE),
      say(IGOR, 'f', NOON + 30 * 60 * MINUTE),
    ]);
    const items = messages(build());
    expect(items.map((item) => item.continues)).toEqual([false, true, false, false, false, false]);
    expect(items.map((item) => item.startsDay)).toEqual([false, false, false, false, false, true]);
    expect(items.map((item) => item.mine)).toEqual([false, false, true, false, false, false]);
  });

  it('tell membership as data and hide what only sets a room up', async () => {
    await live([
      state('m.room.power_levels', '', IGOR, { users_default: 0 }),
      state('m.room.name', '', IGOR, { name: 'Planning' }),
      state('m.room.encryption', '', IGOR, { algorithm: 'm.megolm.v1.aes-sha2' }),
      state('m.room.member', '@maria:a.example', IGOR, { membership: 'invite', displayname: 'Maria' }),
    ]);
    const changes = build().flatMap((item) => (item.type === 'state' ? [item.change] : []));
    expect(changes.map((change) => change.what)).toEqual([
      'created',
      'joined',
      'joined',
      'encryption_enabled',
      'invited',
    ]);
    expect(changes.at(-1)).toMatchObject({ person: { name: 'Maria' } });
  });

  it('fold edits and reactions into their message', async () => {
    await live([say(IGOR, 'first')]);
    await live([
      event(
        IGOR,
        'm.room.message',
        {
          msgtype: 'm.text',
          body: '* second',
          'm.new_content': { msgtype: 'm.text', body: 'second' },
          'm.relates_to': { rel_type: 'm.replace', event_id: '$4' },
        },
        NOON + MINUTE,
      ),
      event(ANNA, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$4', key: '👍' } }),
      event(IGOR, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$4', key: '👍' } }),
    ]);
    const [only, ...others] = messages(build());
    expect(others).toEqual([]);
    expect(only).toMatchObject({ pinned: true, edited: { at: NOON + MINUTE }, content: { text: 'second' } });
    expect(only?.reactions).toMatchObject([{ key: '👍', count: 2, mine: true }]);
  });

  it('an edit by another person changes nothing', async () => {
    await live([say(IGOR, 'mine')]);
    await live([
      event(ANNA, 'm.room.message', {
        msgtype: 'm.text',
        body: '* x',
        'm.new_content': { msgtype: 'm.text', body: 'x' },
        'm.relates_to': { rel_type: 'm.replace', event_id: '$4' },
      }),
    ]);
    expect(texts(build())).toEqual(['mine']);
  });

  it('put the divider before the first unread message of others', async () => {
    await live([say(IGOR, 'read'), say(ANNA, 'own'), say(IGOR, 'new'), say(IGOR, 'newer')]);
    const divided = (readUpTo: string | null) =>
      messages(build([], readUpTo))
        .filter((item) => item.startsUnread)
        .map((item) => item.content.text);
    expect(divided('$4')).toEqual(['new']);
    expect(divided('$7')).toEqual([]);
    expect(divided(null)).toEqual([]);
  });

  it('show queued messages below, once, under a key that stays', async () => {
    const waiting = queued('c1', { msgtype: 'm.text', body: 'waiting' });
    await live([say(IGOR, 'a')]);
    expect(texts(build([waiting]))).toEqual(['a', 'waiting']);
    expect(messages(build([waiting])).at(-1)).toMatchObject({
      key: 'c1',
      eventId: null,
      send: { state: 'queued' },
      mine: true,
    });
    await live([say(ANNA, 'waiting', NOON, { transaction_id: 'c1' })]);
    expect(messages(build([waiting])).map((item) => [item.key, item.content.text])).toEqual([
      ['$4', 'a'],
      ['c1', 'waiting'],
    ]);
  });

  it('show queued edits, reactions and redactions at their messages at once', async () => {
    await live([say(ANNA, 'old'), say(ANNA, 'gone')]);
    const relation = (rel_type: string, event_id: string, key?: string) => ({
      'm.relates_to': { rel_type, event_id, key },
    });
    const outbox = [
      queued('e', {
        body: '* new',
        msgtype: 'm.text',
        'm.new_content': { msgtype: 'm.text', body: 'new' },
        ...relation('m.replace', '$4'),
      }),
      queued('r', relation('m.annotation', '$4', '✅'), { type: 'm.reaction' }),
      queued('d', {}, { type: 'm.room.redaction', redacts: '$5' }),
    ];
    const items = build(outbox).filter((item) => item.type !== 'state');
    expect(items.map((item) => item.type)).toEqual(['message', 'redacted']);
    expect(items[0]).toMatchObject({ content: { text: 'new' }, reactions: [{ key: '✅', count: 1, mine: true }] });
  });

  it('say of messages that were erased with their sender that they are gone', async () => {
    await live([event(IGOR, 'm.room.message', {}), event(IGOR, 'm.room.encrypted', {})]);
    const items = build().filter((item) => item.type !== 'state');
    expect(items).toMatchObject([
      { type: 'redacted', by: null, reason: '' },
      { type: 'redacted', by: null, reason: '' },
    ]);
  });

  it('say of what this version cannot show that it was sent, and of machinery nothing', async () => {
    await live([
      event(IGOR, 'org.example.whiteboard', { body: 'lines' }),
      event(IGOR, 'm.call.candidates', {}),
      event(IGOR, 'org.chancery.note', {}),
      event(IGOR, 'org.example.stroke', { 'm.relates_to': { rel_type: 'm.reference', event_id: '$4' } }),
    ]);
    const sent = build().filter((item) => item.type === 'state' && item.change.what === 'unknown');
    expect(sent.map((item) => [item.eventId, item.sender.name])).toEqual([['$4', 'Igor']]);
  });

  it('hold readers at the newest line that they have read', async () => {
    await live([say(ANNA, 'a'), say(ANNA, 'b')]);
    room.addReceipt(
      new MatrixEvent({ type: 'm.receipt', room_id: ROOM, content: { $4: { 'm.read': { [IGOR]: { ts: NOON } } } } }),
    );
    expect(messages(build()).map((item) => item.readBy.map((reader) => reader.name))).toEqual([['Igor'], []]);
  });

  it('give files a place by their size and no caption when the body is the name', async () => {
    await live([
      event(IGOR, 'm.room.message', {
        msgtype: 'm.image',
        body: 'plan.png',
        filename: 'plan.png',
        url: 'mxc://a/b',
        info: { w: 100, h: 50, size: 9, mimetype: 'image/png' },
      }),
      event(IGOR, 'm.room.message', { msgtype: 'm.file', body: 'Look', filename: 'a.pdf', url: 'mxc://a/c', info: {} }),
    ]);
    const [image, file] = messages(build());
    expect(image?.content).toMatchObject({
      kind: 'image',
      text: '',
      attachment: { name: 'plan.png', width: 100, height: 50, size: 9, encrypted: false, thumbnail: null },
    });
    expect(file?.content).toMatchObject({ kind: 'file', text: 'Look', attachment: { name: 'a.pdf', size: null } });
  });
});
