// SPDX-License-Identifier: EUPL-1.2
// Two people and three devices in a real browser against a real server: run with `node --test`, see README.md beside it.
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
const people = {};
let roomId;
let recoveryKey;

const hasText = (timeline, text) =>
  timeline.items.some(
    (item) =>
      item.type === 'message' && item.content.text === text && item.send.state === 'sent' && item.eventId !== null,
  );

async function person(name, [user, password]) {
  const context = await browser.newContext();
  const page = await openPage(context, host.origin, problems);
  people[name] = {
    context,
    page,
    user,
    password,
    session: await signIn(page, host.origin, user, password, Boolean(cookie)),
  };
}

function timeline(name, extra = {}) {
  return { roomId, windowId: `${name}-window`, ...extra };
}

/** Keys reach the backup within ten seconds and the window asks for them again at growing intervals. */
const BACKUP_MS = 40_000;

const find = async (name, text) => {
  const value = await until(people[name].page, 'timeline', timeline(name), hasText, text);
  return value.items.find((item) => item.content?.text === text);
};

before(async () => {
  host = await serve({ dist, upstream: new URL(server), ownRules: !cookie });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  host?.close();
});

test('two people sign in', async () => {
  await person('anna', first);
  await person('igor', second);
  if (cookie) assert.equal(host.seen.authorization, 0, 'no token is sent where the cookie is the session');
});

test('first login sets up recovery', async () => {
  for (const name of ['anna', 'igor']) {
    const { page, password } = people[name];
    const { recovery } = await until(page, 'engine', {}, (status) => status.recovery !== 'unknown');
    const key = (await call(page, 'crypto.setUp', { ...byPassword(password), reset: recovery !== 'set_up_needed' }))
      .recoveryKey;
    assert.match(key, /^(\w{4} )+\w{1,4}$/);
    if (name === 'anna') recoveryKey = key;
    await until(
      page,
      'crypto',
      {},
      (status) => status.thisDeviceVerified && status.crossSigningReady && status.backup === 'active',
    );
    await until(page, 'engine', {}, (status) => status.recovery === 'none');
  }
  assert.equal(await failure(people.anna.page, 'crypto.setUp', {}), 'recovery_exists');
});

test('a direct chat is made encrypted and accepted', async () => {
  const { anna, igor } = people;
  roomId = (await call(anna.page, 'rooms.direct', { userId: igor.session.userId })).roomId;
  const list = await until(
    igor.page,
    'rooms',
    {},
    (value, id) => value.rooms.some((room) => room.roomId === id && room.membership === 'invite'),
    roomId,
  );
  const invited = list.rooms.find((room) => room.roomId === roomId);
  assert.equal(invited.kind, 'direct');
  assert.equal(invited.invite.inviter.userId, anna.session.userId);
  await call(igor.page, 'rooms.acceptInvite', { roomId });
  await until(
    igor.page,
    'rooms',
    {},
    (value, id) => value.rooms.some((room) => room.roomId === id && room.membership === 'join' && room.encrypted),
    roomId,
  );
  await until(anna.page, 'room', { roomId }, (room) => room.joinedCount === 2);
  assert.equal((await call(anna.page, 'rooms.direct', { userId: igor.session.userId })).roomId, roomId);
});

test('encrypted messages go both ways', async () => {
  await call(people.anna.page, 'messages.sendText', { roomId, text: 'Good morning, **Igor**' });
  const item = await find('igor', 'Good morning, Igor');
  assert.equal(item.shield, null);
  assert.ok(item.content.rich.some((node) => node.type === 'strong'));
  await call(people.igor.page, 'messages.sendText', { roomId, text: 'Good morning', replyTo: item.eventId });
  const answer = await find('anna', 'Good morning');
  assert.equal(answer.reply.state, 'ready');
  assert.equal(answer.content.mentionsMe, false, 'a plain reply tells its addressee without naming them');
  assert.ok(!host.seen.bodies.some((body) => body.includes('Good morning')), 'the server sees ciphertext only');
});

test('unread counts, read receipts and the divider', async () => {
  const { anna, igor } = people;
  await until(
    anna.page,
    'rooms',
    {},
    (value, id) => value.rooms.find((room) => room.roomId === id)?.unread === 1,
    roomId,
  );
  await call(anna.page, 'timeline.markRead', { roomId });
  await until(
    anna.page,
    'rooms',
    {},
    (value, id) => value.rooms.find((room) => room.roomId === id)?.unread === 0,
    roomId,
  );
  await until(
    igor.page,
    'timeline',
    timeline('igor'),
    (value, userId) =>
      value.items.some(
        (item) => item.readBy.some((reader) => reader.userId === userId) && item.content?.text === 'Good morning',
      ),
    anna.session.userId,
  );
});

test('edit, reaction, redaction', async () => {
  const { anna, igor } = people;
  await call(anna.page, 'messages.sendText', { roomId, text: 'The meeting is at ten' });
  const { eventId, key } = await find('anna', 'The meeting is at ten');
  await call(anna.page, 'messages.edit', { roomId, eventId, text: 'The meeting is at eleven' });
  const edited = await find('igor', 'The meeting is at eleven');
  assert.equal(edited.eventId, eventId);
  assert.ok(edited.edited);
  assert.equal((await find('anna', 'The meeting is at eleven')).key, key, 'the key survives echo and edit');
  const { versions } = await call(igor.page, 'timeline.editHistory', { roomId, eventId });
  assert.deepEqual(
    versions.map((version) => version.text),
    ['The meeting is at ten', 'The meeting is at eleven'],
  );

  await call(igor.page, 'messages.react', { roomId, eventId, key: '👍' });
  const seen = (value, id) =>
    value.items
      .find((item) => item.eventId === id)
      ?.reactions?.some((reaction) => reaction.key === '👍' && !reaction.mine);
  await until(anna.page, 'timeline', timeline('anna'), seen, eventId);
  await call(igor.page, 'messages.unreact', { roomId, eventId, key: '👍' });
  await until(
    anna.page,
    'timeline',
    timeline('anna'),
    (value, id) => value.items.find((item) => item.eventId === id)?.reactions?.length === 0,
    eventId,
  );

  await call(anna.page, 'messages.redact', { roomId, eventId });
  await until(
    igor.page,
    'timeline',
    timeline('igor'),
    (value, id) => value.items.find((item) => item.eventId === id)?.type === 'redacted',
    eventId,
  );
});

test('a picture travels encrypted with a thumbnail', async () => {
  const { anna, igor } = people;
  const size = await anna.page.evaluate(async (id) => {
    const canvas = new OffscreenCanvas(1200, 900);
    const paint = canvas.getContext('2d');
    for (let n = 0; n < 900; n += 1) {
      paint.fillStyle = `hsl(${(n * 37) % 360} 80% 50%)`;
      paint.fillRect((n * 53) % 1200, (n * 29) % 900, 60, 60);
    }
    const file = await canvas.convertToBlob({ type: 'image/png' });
    await globalThis.engine.call('messages.sendFile', { roomId: id, file, name: 'plan.png' });
    return file.size;
  }, roomId);
  const value = await until(igor.page, 'timeline', timeline('igor'), (shown) =>
    shown.items.some((item) => item.content?.attachment?.source.from === 'event'),
  );
  const { attachment, kind } = value.items.find((item) => item.content?.attachment).content;
  assert.equal(kind, 'image');
  assert.deepEqual(
    [attachment.name, attachment.width, attachment.height, attachment.size, attachment.encrypted],
    ['plan.png', 1200, 900, size, true],
  );
  for (const source of [attachment.source, attachment.thumbnail]) {
    const got = await igor.page.evaluate(async (wanted) => {
      const { blob } = await globalThis.engine.call('media.get', { source: wanted });
      const bitmap = await createImageBitmap(blob);
      return { size: blob.size, width: bitmap.width };
    }, source);
    assert.equal(got.width, source.part === 'file' ? 1200 : 800);
    if (source.part === 'file') assert.equal(got.size, size);
  }
  await until(igor.page, 'timeline', timeline('igor'), (shown) =>
    shown.items.some((item) => item.content?.attachment?.scan === 'clean'),
  );
  assert.ok(!host.seen.bodies.some((body) => body.includes('plan.png')), 'the file name stays encrypted');
});

test('an infected file is refused before it is sent', async () => {
  const code = await people.anna.page.evaluate(
    ([id, text]) =>
      globalThis.engine.call('messages.sendFile', { roomId: id, file: new Blob([text]), name: 'harmless.txt' }).then(
        () => 'sent',
        (error) => error.code,
      ),
    [roomId, EICAR],
  );
  assert.equal(code, 'infected');
});

test('a second tab joins at once and follows', async () => {
  const { anna, igor } = people;
  const tab = await openPage(anna.context, host.origin, problems);
  const status = await until(tab, 'engine', {}, (value) => value.phase === 'running');
  assert.equal(status.userId, anna.session.userId);
  await call(igor.page, 'messages.sendText', { roomId, text: 'For both tabs' });
  const shows = (value, text) => value.items.some((item) => item.content?.text === text);
  await until(tab, 'timeline', timeline('tab'), shows, 'For both tabs');
  await until(anna.page, 'timeline', timeline('anna'), shows, 'For both tabs');
  await anna.page.close();
  await call(tab, 'messages.sendText', { roomId, text: 'The first tab is gone' });
  await find('igor', 'The first tab is gone');
  anna.page = tab;
});

test('people verify each other by emoji', async () => {
  const { anna, igor } = people;
  const { id } = await call(anna.page, 'verification.startUser', { userId: igor.session.userId });
  await compareEmoji(anna.page, igor.page, id);
  await until(
    anna.page,
    'room',
    { roomId },
    (room, userId) => room.members.some((member) => member.userId === userId && member.trust === 'verified'),
    igor.session.userId,
  );
});

async function compareEmoji(asking, answering, id) {
  await until(
    answering,
    'verifications',
    {},
    (list, wanted) => list.some((entry) => entry.id === wanted && entry.incoming),
    id,
  );
  await call(answering, 'verification.accept', { id });
  const compare = (list, wanted) =>
    list.some((entry) => entry.id === wanted && entry.phase === 'compare' && entry.emoji);
  const [left, right] = await Promise.all(
    [asking, answering].map((page) => until(page, 'verifications', {}, compare, id)),
  );
  const emoji = (list) => list.find((entry) => entry.id === id).emoji;
  assert.equal(emoji(left).length, 7);
  assert.deepEqual(emoji(left), emoji(right));
  assert.ok(emoji(left).every((one) => one.index >= 0));
  await Promise.all([asking, answering].map((page) => call(page, 'verification.confirm', { id })));
  await Promise.all(
    [asking, answering].map((page) =>
      until(
        page,
        'verifications',
        {},
        (list, wanted) => list.some((entry) => entry.id === wanted && entry.phase === 'done'),
        id,
      ),
    ),
  );
}

test('a new device restores the history with the recovery key', async () => {
  const { user, password } = people.anna;
  const context = await browser.newContext();
  const page = await openPage(context, host.origin, problems);
  await signIn(page, host.origin, user, password, Boolean(cookie));
  await until(page, 'engine', {}, (status) => status.recovery === 'restore_needed');
  await until(page, 'timeline', timeline('new'), (value) => value.items.some((item) => item.type === 'undecryptable'));
  assert.equal(await failure(page, 'crypto.restore', { recoveryKey: 'not a key' }), 'recovery_key_invalid');
  const result = await call(page, 'crypto.restore', { recoveryKey });
  assert.ok(result.deviceVerified);
  await until(page, 'timeline', timeline('new'), hasText, 'For both tabs', BACKUP_MS);
  await until(page, 'engine', {}, (status) => status.recovery === 'none');
  await context.close();
});

test('a new device verifies with the other one and gets the secrets', async () => {
  const { igor } = people;
  const context = await browser.newContext();
  const page = await openPage(context, host.origin, problems);
  await signIn(page, host.origin, igor.user, igor.password, Boolean(cookie));
  await until(page, 'engine', {}, (status) => status.recovery === 'restore_needed');
  const { id } = await call(page, 'verification.startSelf', {});
  await compareEmoji(page, igor.page, id);
  await until(
    page,
    'crypto',
    {},
    (status) => status.thisDeviceVerified && status.crossSigningReady && status.backup === 'active',
  );
  await until(page, 'timeline', timeline('verified'), hasText, 'Good morning', BACKUP_MS);
  await context.close();
});

test('without a connection the conversation stays and messages wait', async () => {
  const { anna, igor } = people;
  await call(igor.page, 'messages.sendText', { roomId, text: 'Before the line breaks' });
  await until(anna.page, 'timeline', timeline('anna'), hasText, 'Before the line breaks');
  // The cache is saved at most a second after a sync.
  await anna.page.waitForTimeout(2500);
  host.refuse(true);
  await until(anna.page, 'engine', {}, (status) => status.connection === 'offline');
  await call(anna.page, 'messages.sendText', { roomId, text: 'Written offline' });
  const queued = (value, text) =>
    value.items.some((item) => item.content?.text === text && item.send.state === 'queued');
  await until(anna.page, 'timeline', timeline('anna'), queued, 'Written offline');
  host.refuse(false);
  const delivered = await find('igor', 'Written offline');
  assert.equal(delivered.mine, false);
});

test('a reload without the server shows the conversation and keeps the queue', async () => {
  const { anna } = people;
  await anna.page.waitForTimeout(2500);
  host.refuse(true);
  await call(anna.page, 'messages.sendText', { roomId, text: 'Kept over a reload' });
  await anna.page.close();
  const page = await openPage(anna.context, host.origin, problems);
  anna.page = page;
  await until(page, 'rooms', {}, (value, id) => value.rooms.some((room) => room.roomId === id), roomId);
  await until(page, 'timeline', timeline('again'), hasText, 'Before the line breaks');
  await until(
    page,
    'timeline',
    timeline('again'),
    (value, text) => value.items.some((item) => item.content?.text === text),
    'Kept over a reload',
  );
  host.refuse(false);
  await call(page, 'session.retryConnection');
  await find('igor', 'Kept over a reload');
  const shown = await until(page, 'timeline', timeline('again'), hasText, 'Kept over a reload');
  assert.equal(shown.items.filter((item) => item.content?.text === 'Kept over a reload').length, 1);
});

test('a connection that swallows requests does not keep the person from reading', async () => {
  const { anna } = people;
  await anna.page.close();
  host.hanging = true;
  const page = await openPage(anna.context, host.origin, problems);
  await until(page, 'timeline', timeline('hanging'), hasText, 'Kept over a reload');
  host.hanging = false;
  host.refuse(true);
  host.refuse(false);
  await call(page, 'session.retryConnection');
  await until(page, 'engine', {}, (status) => status.connection === 'online');
  anna.page = page;
});

test('the browser had nothing to complain about', () => {
  assert.deepEqual(problems, []);
});
