// SPDX-License-Identifier: EUPL-1.2
// Engines that die, move between tabs or give way to a newer version: run with `node --test`, see README.md beside it.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { call, failure, launch, openPage, signIn, until } from './driver.mjs';
import { serve } from './serve.mjs';

const { ENGINE_TEST_DIST: dist, ENGINE_TEST_SERVER: server, ENGINE_TEST_COOKIE: cookie } = process.env;
const [[user, password]] = (process.env.ENGINE_TEST_PEOPLE ?? 'anna:secret').split(',').map((pair) => pair.split(':'));

const problems = [];
let host;
let browser;
let context;

const open = (query = '') => openPage(context, host.origin, problems, query);
const online = (status) => status.phase === 'running' && status.connection === 'online';

before(async () => {
  host = await serve({ dist, upstream: new URL(server), ownRules: !cookie });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  host?.close();
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

test('a crashed shared worker is started again and keeps the session', async () => {
  const page = await open();
  await signIn(page, host.origin, user, password, Boolean(cookie));
  const { roomId } = await call(page, 'rooms.create', { name: 'Survives' });
  await until(page, 'rooms', {}, (value, id) => value.rooms.some((room) => room.roomId === id), roomId);
  const devtools = await browser.newBrowserCDPSession();
  const { targetInfos } = await devtools.send('Target.getTargets');
  const worker = targetInfos.find((target) => target.type === 'shared_worker' && target.url.startsWith(host.origin));
  await devtools.send('Target.closeTarget', { targetId: worker.targetId });
  // What was on its way is refused; afterwards the new engine answers.
  await until(page, 'engine', {}, (status) => status.phase === 'starting' || status.phase === 'loading');
  await until(page, 'engine', {}, online);
  await until(page, 'rooms', {}, (value, id) => value.rooms.some((room) => room.roomId === id), roomId);
  assert.equal(await failure(page, 'rooms.getDraft', { roomId }), 'none');
});

test('a newer version takes the stores over and the older pages are told to reload', async () => {
  const older = await open();
  await signIn(older, host.origin, user, password, Boolean(cookie));
  // The leader's engine stands for a newer version: it asks for the stores in the same way.
  const newer = await open('?leader');
  await until(newer, 'engine', {}, online);
  await older.waitForFunction(() => globalThis.engineEvents.some((event) => event.type === 'reload_needed'));
  await until(older, 'engine', {}, (status) => status.phase === 'error' && status.error.code === 'engine_unavailable');
  await older.waitForTimeout(1500);
  await until(newer, 'engine', {}, online);
});

test('without shared workers the next tab leads when the leading one closes', async () => {
  const leading = await open('?leader');
  await signIn(leading, host.origin, user, password, Boolean(cookie));
  const following = await open('?leader');
  assert.equal((await until(following, 'engine', {}, online)).host, 'leader_tab');
  await leading.close();
  await failure(following, 'rooms.getDraft', { roomId: '!none' });
  assert.equal(await failure(following, 'rooms.getDraft', { roomId: '!none' }), 'none');
  await until(following, 'engine', {}, online);
});

test('the browser had nothing to complain about', () => {
  assert.deepEqual(problems, []);
});
