// SPDX-License-Identifier: EUPL-1.2
// Rights in words and the numbers behind them.
import { expect, test } from 'vitest';
import { changeRight, type Levels, readRights } from './levels';

test('an untouched room has the defaults of the specification', () => {
  expect(readRights({}, {})).toEqual({
    post: 0,
    reply: 0,
    react: 0,
    mentionEveryone: 50,
    pin: 50,
    invite: 0,
    redact: 50,
    remove: 50,
    profile: 50,
    roles: 50,
  });
});

test.each([
  'react',
  'mentionEveryone',
  'pin',
  'invite',
  'redact',
  'remove',
  'profile',
  'roles',
] as const)('changing "%s" changes nothing else', (right) => {
  const before = readRights({ users: { '@a:x': 100 } }, {});
  const { levels, channel } = changeRight({ users: { '@a:x': 100 } }, {}, right, 75);
  expect(readRights(levels, channel)).toEqual({ ...before, [right]: 75 });
  expect(levels.users).toEqual({ '@a:x': 100 });
});

test('a group becomes an announcement channel in which everybody still reacts', () => {
  const group: Levels = { events: { 'm.room.encrypted': 0 } };
  const { levels, channel } = changeRight(group, {}, 'post', 50);
  expect(readRights(levels, channel)).toMatchObject({ post: 50, reply: 50, react: 0 });
  expect(levels.events?.['m.room.encrypted']).toBeUndefined();
});

test('answers in threads are opened and closed apart from posting', () => {
  const open = changeRight({ events_default: 50 }, {}, 'reply', 0);
  expect(open.channel).toEqual({ post: 50 });
  expect(readRights(open.levels, open.channel)).toMatchObject({ post: 50, reply: 0 });
  const stricter = changeRight(open.levels, open.channel, 'post', 100);
  expect(readRights(stricter.levels, stricter.channel)).toMatchObject({ post: 100, reply: 0 });
  const closed = changeRight(stricter.levels, stricter.channel, 'reply', 100);
  expect(closed.channel).toEqual({});
  expect(readRights(closed.levels, closed.channel)).toMatchObject({ post: 100, reply: 100 });
});

test('a channel becomes a group when everybody may post', () => {
  const { levels, channel } = changeRight({ events_default: 0 }, { post: 50 }, 'post', 0);
  expect(channel).toEqual({});
  expect(readRights(levels, channel)).toMatchObject({ post: 0, reply: 0 });
});
