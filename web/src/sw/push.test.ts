// SPDX-License-Identifier: EUPL-1.2
// A push becomes a notification that opens the right chat and says no more than this device knows.
import { expect, test } from 'vitest';
import { defaultQuiet } from '@/engine/rpc/quiet';
import { noticeOf, readPush } from './push';

const quiet = { ...defaultQuiet('UTC'), enabled: true, from: '22:00', until: '06:00' };
const digest = { names: { '!a:office.example': 'Planning' }, muted: ['!b:office.example'], quiet };
const day = new Date('2026-11-23T12:00:00Z');
const night = new Date('2026-11-23T23:00:00Z');
const push = (roomId: string) =>
  readPush(JSON.stringify({ room_id: roomId, event_id: '$e/1', prio: 'high', counts: { unread: 3 } }));

test('a push names the chat that this device knows and opens it at the message', () => {
  const { options } = noticeOf(push('!a:office.example'), { digest, language: 'en-GB', now: day });
  expect(options).toMatchObject({
    body: 'New message in “Planning”',
    tag: '!a:office.example',
    data: { open: '/chats/!a%3Aoffice.example?at=%24e%2F1', eventId: '$e/1' },
    silent: false,
  });
});

test('of an unknown chat it says only that something came', () => {
  const known = { digest: null, language: 'ru', now: night };
  expect(noticeOf(push('!x:office.example'), known).options).toMatchObject({ body: 'Новое сообщение', silent: false });
});

test('in quiet hours and for muted chats it makes no sound', () => {
  const of = (roomId: string, now: Date) => noticeOf(push(roomId), { digest, language: 'en', now }).options.silent;
  expect(of('!a:office.example', night)).toBe(true);
  expect(of('!b:office.example', day)).toBe(true);
});

test('messages that only activate, only count, or cannot be understood', () => {
  expect(readPush('{"app_id":"eu.chancery.web","ack_token":"t"}')).toEqual({
    roomId: null,
    eventId: null,
    unread: null,
    ack: { appId: 'eu.chancery.web', token: 't' },
  });
  expect(readPush('{"prio":"low","counts":{}}')).toMatchObject({ eventId: null, unread: 0, ack: null });
  expect(readPush('not json')).toEqual({ roomId: null, eventId: null, unread: null, ack: null });
});
