// SPDX-License-Identifier: EUPL-1.2
// A window that is full gives up one end for the other, and follows new messages only at the end.
import { Direction, MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk';
import { expect, test } from 'vitest';
import { RoomWindow } from './window';

const ROOM_ID = '!long:test';
const MANY = 2500;

async function openAtEnd(count: number) {
  const client = new MatrixClient({ baseUrl: 'http://127.0.0.1', userId: '@anna:test' });
  const room = new Room(ROOM_ID, client, '@anna:test');
  client.store.storeRoom(room);
  const say = async (from: number, to: number) => {
    const numbers = Array.from({ length: to - from }, (_, index) => from + index);
    await room.addLiveEvents(numbers.map(eventOf), { addToState: false });
  };
  await say(0, count);
  const window = new RoomWindow(client, room);
  await window.load();
  return { window, say };
}

function eventOf(number: number): MatrixEvent {
  const content = { msgtype: 'm.text', body: String(number) };
  return new MatrixEvent({
    type: 'm.room.message',
    room_id: ROOM_ID,
    event_id: `$${number}`,
    sender: '@igor:test',
    origin_server_ts: number,
    content,
  });
}

const ends = ({ events }: RoomWindow) => [events[0]?.getId(), events.at(-1)?.getId()];

async function toTheEnd(window: RoomWindow, direction: Direction): Promise<void> {
  while (window.canPaginate(direction)) await window.paginate(direction);
}

test('reading back goes to the beginning, and new messages do not pull the window away', async () => {
  const { window, say } = await openAtEnd(MANY);
  await toTheEnd(window, Direction.Backward);
  expect(ends(window)).toEqual(['$0', '$2199']);
  await say(MANY, MANY + 1);
  window.follow();
  expect(window.atEnd).toBe(false);
  expect(ends(window)).toEqual(['$0', '$2199']);
});

test('back at the end the window follows again', async () => {
  const { window, say } = await openAtEnd(MANY);
  await toTheEnd(window, Direction.Backward);
  await toTheEnd(window, Direction.Forward);
  await say(MANY, MANY + 1);
  window.follow();
  expect(window.atEnd).toBe(true);
  expect(window.events.at(-1)?.getId()).toBe(`$${MANY}`);
});

test('a full window drops its oldest messages many at a time', async () => {
  const { window, say } = await openAtEnd(2199);
  await toTheEnd(window, Direction.Backward);
  expect(ends(window)).toEqual(['$0', '$2198']);
  await say(2199, 2200);
  window.follow();
  expect(ends(window)).toEqual(['$200', '$2199']);
  await say(2200, 2201);
  window.follow();
  expect(ends(window)).toEqual(['$200', '$2200']);
});
