// SPDX-License-Identifier: EUPL-1.2
// Groups, announcements, plain rooms, settings and sessions in a real browser: run with `node --test`, see README.md.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byPassword, call, failure, launch, openPage, signIn, until } from './driver.mjs';
import { serve } from './serve.mjs';

const { ENGINE_TEST_DIST: dist, ENGINE_TEST_SERVER: server, ENGINE_TEST_COOKIE: cookie } = process.env;
const [first, second] = (process.env.ENGINE_TEST_PEOPLE ?? 'anna:secret,igor:secret')
  .split(',')
  .map((pair) => pair.split(':'));
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const problems = [];
let host;
let browser;
let anna;
let igor;
let roomId;
let planning;

async function person([user, password]) {
  const context = await browser.newContext();
  const page = await openPage(context, host.origin, problems);
  const session = await signIn(page, host.origin, user, password, Boolean(cookie));
  return { context, page, user, password, ...session };
}

const inList = (value, [id, membership]) =>
  value.rooms.some((room) => room.roomId === id && room.membership === membership);
const line = (value, [id, field, wanted]) =>
  JSON.stringify(value.rooms.find((room) => room.roomId === id)?.[field]) === JSON.stringify(wanted);
const hasText = (value, text) => value.items.some((item) => item.content?.text === text && item.eventId);
const window = (who) => ({ roomId, windowId: `${who.user}-${roomId}` });

async function group(params) {
  roomId = (await call(anna.page, 'rooms.create', { invite: [igor.userId], ...params })).roomId;
  await until(igor.page, 'rooms', {}, inList, [roomId, 'invite']);
  await call(igor.page, 'rooms.acceptInvite', { roomId });
  await until(igor.page, 'rooms', {}, inList, [roomId, 'join']);
  await until(anna.page, 'room', { roomId }, (room) => room.joinedCount === 2);
}

function sendText(who, name, text) {
  return who.page.evaluate(
    ([id, file, body]) =>
      globalThis.engine
        .call('messages.sendFile', { roomId: id, file: new Blob([body], { type: 'text/plain' }), name: file })
        .then(
          () => 'sent',
          (error) => error.code,
        ),
    [roomId, name, text],
  );
}

/** Runs in the page: records in all stores of sessions. */
async function countStored() {
  const names = (await indexedDB.databases()).map((db) => db.name).filter((name) => name !== 'chancery-engine');
  let count = 0;
  for (const name of names) {
    const request = indexedDB.open(name);
    await new Promise((done) => (request.onsuccess = done));
    for (const store of request.result.objectStoreNames) {
      const counted = request.result.transaction(store).objectStore(store).count();
      await new Promise((done) => (counted.onsuccess = done));
      count += counted.result;
    }
    request.result.close();
  }
  return count;
}

before(async () => {
  host = await serve({ dist, upstream: new URL(server), ownRules: !cookie });
  browser = await launch();
  [anna, igor] = [await person(first), await person(second)];
  for (const { page, password } of [anna, igor]) await call(page, 'crypto.setUp', byPassword(password));
});

after(async () => {
  await browser?.close();
  host?.close();
});

test('a group is encrypted unless asked otherwise, with rights by role', async () => {
  await group({ name: 'Planning', topic: 'Schedule' });
  planning = roomId;
  assert.deepEqual(
    await igor.page.evaluate(() =>
      globalThis.engineEvents.filter((event) => event.type === 'notify').map((event) => event.item.type),
    ),
    ['invite'],
  );
  const mine = await until(anna.page, 'room', { roomId }, (room) => room.membersComplete);
  const theirs = await until(igor.page, 'room', { roomId }, (room) => room.membersComplete && room.name === 'Planning');
  assert.deepEqual([mine.kind, mine.encryption.enabled, mine.topic], ['group', true, 'Schedule']);
  assert.ok(['owner', 'administrator'].includes(mine.members.find((member) => member.userId === anna.userId).role));
  assert.equal(theirs.members.find((member) => member.userId === igor.userId).role, 'member');
  assert.deepEqual([mine.myRights.rename, theirs.myRights.rename, theirs.myRights.send], [true, false, true]);
  assert.equal(await failure(igor.page, 'rooms.rename', { roomId, name: 'Mine' }), 'forbidden');
});

test('name, topic, role, favourite, mute and draft', async () => {
  await call(anna.page, 'rooms.rename', { roomId, name: 'Planning 2026' });
  await call(anna.page, 'rooms.setTopic', { roomId, topic: 'Year' });
  await until(igor.page, 'room', { roomId }, (room) => room.name === 'Planning 2026' && room.topic === 'Year');
  await call(anna.page, 'rooms.setRole', { roomId, userId: igor.userId, power: 50 });
  await until(igor.page, 'room', { roomId }, (room) => room.myRights.rename);
  await call(igor.page, 'rooms.setFavourite', { roomId, favourite: true });
  await until(igor.page, 'rooms', {}, line, [roomId, 'favourite', true]);
  await call(igor.page, 'rooms.setAlerts', { roomId, alerts: 'mute' });
  await until(igor.page, 'rooms', {}, line, [roomId, 'alerts', 'mute']);
  await call(igor.page, 'rooms.setAlerts', { roomId, alerts: 'default' });
  await until(igor.page, 'rooms', {}, line, [roomId, 'alerts', 'all']);
  await until(igor.page, 'room', { roomId }, (room) => room.alertsChosen === 'default');
  await call(igor.page, 'rooms.setDraft', { roomId, text: 'Unfinished' });
  await until(igor.page, 'rooms', {}, line, [roomId, 'hasDraft', true]);
  assert.deepEqual(await call(igor.page, 'rooms.getDraft', { roomId }), { text: 'Unfinished' });
});

test('typing shows and goes', async () => {
  await call(igor.page, 'rooms.typing', { roomId, typing: true });
  await until(
    anna.page,
    'rooms',
    {},
    (value, [id, user]) => value.rooms.find((room) => room.roomId === id)?.typing[0]?.userId === user,
    [roomId, igor.userId],
  );
  await call(igor.page, 'rooms.typing', { roomId, typing: false });
  await until(anna.page, 'rooms', {}, line, [roomId, 'typing', []]);
});

test('a mention counts, notifies once and stands in the notification centre', async () => {
  await call(anna.page, 'messages.sendText', {
    roomId,
    text: '@Igor, please sign',
    mentions: [{ userId: igor.userId, name: 'Igor' }],
  });
  await until(igor.page, 'rooms', {}, line, [roomId, 'highlights', 1]);
  const list = await until(igor.page, 'notifications', {}, (value) =>
    value.items.some((item) => item.type === 'mention'),
  );
  assert.equal(list.items[0].text, '@Igor, please sign');
  const mentions = () =>
    globalThis.engineEvents.filter((event) => event.type === 'notify' && event.item.type === 'mention').length;
  await igor.page.waitForFunction(mentions);
  assert.equal(await igor.page.evaluate(mentions), 1);
  await call(igor.page, 'notifications.markAllRead');
  await until(igor.page, 'rooms', {}, line, [roomId, 'unread', 0]);
  await until(igor.page, 'notifications', {}, (value) => value.unread === 0);
});

test('a message is pinned', async () => {
  const value = await until(igor.page, 'timeline', window(igor), hasText, '@Igor, please sign');
  const { eventId } = value.items.find((item) => item.content?.text === '@Igor, please sign');
  await call(anna.page, 'messages.pin', { roomId, eventId, pinned: true });
  await until(igor.page, 'room', { roomId }, (room, id) => room.pinnedEventIds.includes(id), eventId);
  await until(
    igor.page,
    'timeline',
    window(igor),
    (shown, id) => shown.items.find((item) => item.eventId === id)?.pinned,
    eventId,
  );
});

test('a long history is loaded in pages and a jump opens its middle', async () => {
  for (let n = 1; n <= 120; n += 1) await call(anna.page, 'messages.sendText', { roomId, text: `Line ${n}` });
  await until(igor.page, 'timeline', window(igor), hasText, 'Line 120', 60_000);
  await call(igor.page, 'timeline.markRead', { roomId });
  const fresh = { roomId, windowId: 'paged' };
  const value = await until(igor.page, 'timeline', fresh, hasText, 'Line 120');
  assert.ok(value.hasOlder);
  assert.ok(!hasText(value, 'Line 1'));
  while ((await call(igor.page, 'timeline.loadOlder', fresh)).hasOlder);
  const whole = await until(igor.page, 'timeline', fresh, hasText, 'Line 1');
  const lines = whole.items.map((item) => item.content?.text).filter((text) => text?.startsWith('Line '));
  assert.deepEqual(
    lines,
    Array.from({ length: 120 }, (_, index) => `Line ${index + 1}`),
  );
  const { eventId } = whole.items.find((item) => item.content?.text === 'Line 40');

  const context = { roomId, windowId: 'jump', at: eventId };
  const jumped = await until(igor.page, 'timeline', context, hasText, 'Line 40');
  assert.equal(jumped.focus.eventId, eventId);
});

test('archives are looked into, and those behind a password are refused', async () => {
  const zips = await igor.page.evaluate(
    async ([id, eicar]) => {
      const bytes = (text) => new TextEncoder().encode(text);
      const le = (value, length) => Uint8Array.from({ length }, (_, index) => (value >> (8 * index)) & 255);
      const pack = async (plain) =>
        new Uint8Array(
          await new Response(
            new Blob([plain]).stream().pipeThrough(new CompressionStream('deflate-raw')),
          ).arrayBuffer(),
        );
      const zip = async (text, flags) => {
        const packed = await pack(bytes(text));
        const shared = new Blob([
          le(20, 2),
          le(flags, 2),
          le(8, 2),
          le(0, 8),
          le(packed.length, 4),
          le(text.length, 4),
          le(1, 2),
          le(0, 2),
        ]);
        const local = new Blob([le(0x04034b50, 4), shared, 'a', packed]);
        const entry = new Blob([le(0x02014b50, 4), le(20, 2), shared, le(0, 10), le(0, 4), 'a']);
        const end = new Blob([le(0x06054b50, 4), le(0, 8), le(entry.size, 4), le(local.size, 4), le(0, 2)]);
        return new Blob([local, entry, end], { type: 'application/zip' });
      };
      const send = async (file) =>
        globalThis.engine.call('messages.sendFile', { roomId: id, file, name: 'a.zip' }).then(
          () => 'sent',
          (error) => error.code,
        );
      return [
        await send(await zip(eicar, 0)),
        await send(await zip('harmless', 1)),
        await send(await zip('harmless', 0)),
      ];
    },
    [roomId, EICAR],
  );
  assert.deepEqual(zips, ['infected', 'could_not_be_scanned', 'sent']);
});

test('an announcement room lets members read and react, not write', async () => {
  await group({ name: 'Orders', kind: 'announcement' });
  const theirs = await until(igor.page, 'room', { roomId }, (room) => room.membersComplete);
  assert.deepEqual([theirs.kind, theirs.myRights.send, theirs.myRights.react], ['announcement', false, true]);
  await call(anna.page, 'messages.sendText', { roomId, text: 'Order 214' });
  const value = await until(igor.page, 'timeline', window(igor), hasText, 'Order 214');
  const { eventId } = value.items.find((item) => item.content?.text === 'Order 214');
  await call(igor.page, 'messages.react', { roomId, eventId, key: '✅' });
  await until(
    anna.page,
    'timeline',
    window(anna),
    (shown, id) => shown.items.find((item) => item.eventId === id)?.reactions[0]?.key === '✅',
    eventId,
  );
  const { key } = await call(igor.page, 'messages.sendText', { roomId, text: 'Not allowed' });
  const failed = await until(
    igor.page,
    'timeline',
    window(igor),
    (shown, k) => shown.items.find((item) => item.key === k)?.send.state === 'failed',
    key,
  );
  assert.equal(failed.items.find((item) => item.key === key).send.error.code, 'forbidden');
  await call(igor.page, 'messages.discard', { key });
  await until(igor.page, 'timeline', window(igor), (shown, k) => !shown.items.some((item) => item.key === k), key);
});

test('in a plain room the server scans', { skip: cookie ? false : 'Only our server scans.' }, async () => {
  await group({ name: 'Plain', encrypted: false });
  assert.equal((await until(igor.page, 'room', { roomId }, () => true)).encryption.enabled, false);
  assert.equal(await sendText(anna, 'note.txt', 'A harmless note'), 'sent');
  const value = await until(igor.page, 'timeline', window(igor), (shown) =>
    shown.items.some((item) => item.content?.attachment),
  );
  const { source, encrypted } = value.items.find((item) => item.content?.attachment).content.attachment;
  assert.equal(encrypted, false);
  const text = await igor.page.evaluate(
    async (wanted) => (await globalThis.engine.call('media.get', { source: wanted })).blob.text(),
    source,
  );
  assert.equal(text, 'A harmless note');
  await sendText(anna, 'bad.txt', EICAR);
  const refused = await until(anna.page, 'timeline', window(anna), (shown) =>
    shown.items.some((item) => item.send?.state === 'failed'),
  );
  assert.equal(refused.items.find((item) => item.send?.state === 'failed').send.error.code, 'infected');
});

test('an upload shows its progress and can be stopped', async () => {
  await group({ name: 'Files' });
  host.slow(true);
  const key = await anna.page.evaluate(async (id) => {
    const file = new Blob([new Uint8Array(6_000_000)], { type: 'application/octet-stream' });
    return (await globalThis.engine.call('messages.sendFile', { roomId: id, file, name: 'large.bin' })).key;
  }, roomId);
  const moving = (shown, k) =>
    shown.items.some((item) => item.key === k && item.send.state === 'sending' && item.send.progress > 0);
  await until(anna.page, 'timeline', window(anna), moving, key);
  await call(anna.page, 'messages.discard', { key });
  await until(anna.page, 'timeline', window(anna), (shown, k) => !shown.items.some((item) => item.key === k), key);
  host.slow(false);
  await call(anna.page, 'messages.sendText', { roomId, text: 'After the stopped file' });
  const value = await until(igor.page, 'timeline', window(igor), hasText, 'After the stopped file');
  assert.equal(value.items.filter((item) => item.content?.attachment).length, 0);
});

test('people leave and are removed', async () => {
  await group({ name: 'Short-lived' });
  await call(anna.page, 'rooms.kick', { roomId, userId: igor.userId, reason: 'done' });
  await until(igor.page, 'rooms', {}, (value, id) => !value.rooms.some((room) => room.roomId === id), roomId);
  assert.notEqual(await failure(igor.page, 'messages.sendText', { roomId, text: 'x' }), 'internal');
  await call(anna.page, 'rooms.leave', { roomId });
  await until(anna.page, 'rooms', {}, (value, id) => !value.rooms.some((room) => room.roomId === id), roomId);
});

test('the palette finds chats and people', async () => {
  const { rooms, people } = await call(igor.page, 'search.quick', { query: 'plan' });
  assert.ok(rooms.some((room) => room.name === 'Planning 2026'));
  const found = await call(igor.page, 'search.quick', { query: anna.user });
  assert.ok([...people, ...found.people].some((hit) => hit.userId === anna.userId));
});

test('the own profile changes everywhere', async () => {
  await call(anna.page, 'profile.setName', { name: 'Anna Sokolova' });
  await until(anna.page, 'profile', {}, (profile) => profile.name === 'Anna Sokolova');
  await until(igor.page, 'profile', { userId: anna.userId }, (profile) => profile.name === 'Anna Sokolova');
});

test('without rules no file is sent, and too large ones are refused at once', async () => {
  const context = await browser.newContext();
  const page = await openPage(context, host.origin, problems);
  await signIn(page, host.origin, igor.user, igor.password, Boolean(cookie));
  host.seen.noRules = true;
  const send = (size) =>
    page.evaluate(
      ([id, length]) =>
        globalThis.engine
          .call('messages.sendFile', { roomId: id, file: new Blob([new Uint8Array(length)]), name: 'a.bin' })
          .then(
            () => 'sent',
            (error) => error.code,
          ),
      [planning, size],
    );
  assert.equal(await send(10), 'could_not_be_scanned');
  host.seen.noRules = false;
  assert.equal(await send(10), 'sent');
  assert.equal(await send(120_000_000), 'too_large');
  await call(page, 'session.signOut');
  await context.close();
});

test('devices are renamed and removed with the password, and the removed one knows', async () => {
  const other = await person(second);
  await call(igor.page, 'devices.rename', { deviceId: other.deviceId, name: 'Old laptop' });
  await until(
    igor.page,
    'devices',
    {},
    (list, id) =>
      list.devices.some((device) => device.deviceId === id && device.name === 'Old laptop' && !device.verified),
    other.deviceId,
  );
  assert.equal(
    await failure(igor.page, 'devices.remove', { deviceIds: [other.deviceId], proof: null }),
    'proof_needed',
  );
  assert.equal(
    await failure(igor.page, 'devices.remove', { deviceIds: [other.deviceId], ...byPassword('wrong-wrong') }),
    'proof_refused',
  );
  await call(igor.page, 'devices.remove', { deviceIds: [other.deviceId], ...byPassword(igor.password) });
  await until(
    igor.page,
    'devices',
    {},
    (list, id) => !list.loading && !list.devices.some((device) => device.deviceId === id),
    other.deviceId,
  );
  await until(other.page, 'engine', {}, (status) => status.phase === 'session_ended', null, 45_000);
  await call(other.page, 'session.wipe');
  await until(other.page, 'engine', {}, (status) => status.phase === 'signed_out');
  assert.deepEqual(await other.page.evaluate(countStored), 0);
  await other.context.close();
});

test('a lost recovery key is replaced, and a lost identity is made anew', async () => {
  const { recoveryKey } = await call(igor.page, 'crypto.changeRecoveryKey', {});
  const other = await person(second);
  await until(other.page, 'engine', {}, (status) => status.recovery === 'restore_needed');
  assert.equal((await call(other.page, 'crypto.restore', { recoveryKey })).deviceVerified, true);
  const renewed = await call(other.page, 'crypto.setUp', { reset: true, ...byPassword(igor.password) });
  assert.notEqual(renewed.recoveryKey, recoveryKey);
  await until(other.page, 'crypto', {}, (status) => status.thisDeviceVerified && status.backup === 'active');
  await until(igor.page, 'engine', {}, (status) => status.recovery === 'restore_needed', null, 30_000);
  assert.equal(await failure(igor.page, 'crypto.restore', { recoveryKey }), 'recovery_key_wrong');
  assert.equal((await call(igor.page, 'crypto.restore', { recoveryKey: renewed.recoveryKey })).deviceVerified, true);
  await call(other.page, 'session.signOut');
  await until(other.page, 'engine', {}, (status) => status.phase === 'signed_out');
});

test('the browser had nothing to complain about', () => {
  assert.deepEqual(problems, []);
});
