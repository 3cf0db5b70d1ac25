// SPDX-License-Identifier: EUPL-1.2
// What the library knows beyond plain messages: threads, polls, delayed events, search and dehydrated devices.
import assert from 'node:assert/strict';

const POLL = 'org.matrix.msc3381.poll';

/** Boris answers himself in a thread; Anna sees one thread, and the server lists it. */
export async function exchangeThread(roomId, anna, boris, rootId, text) {
  const relation = { rel_type: 'm.thread', event_id: rootId, is_falling_back: true };
  const content = {
    msgtype: 'm.text',
    body: text,
    'm.relates_to': { ...relation, 'm.in_reply_to': { event_id: rootId } },
  };
  const { event_id: sent } = await boris.client.sendMessage(roomId, rootId, content);
  const thread = await anna.until('the thread', () => anna.room(roomId).getThread(rootId));
  await anna.until('the answer in it', () => thread.findEventById(sent));
  assert.equal(thread.length, 1);
  for (const [each, tookPart] of [
    [anna, false],
    [boris, true],
  ]) {
    const { chunk } = await each.client.createThreadListMessagesRequest(roomId, null);
    assert.deepEqual(
      chunk.map((event) => event.event_id),
      [rootId],
    );
    const { count, current_user_participated: told } = chunk[0].unsigned['m.relations']['m.thread'];
    assert.deepEqual([count, told], [1, tookPart]);
  }
}

/** Anna asks, Boris votes, both count one vote in the encrypted room. */
export async function vote(roomId, anna, boris, text) {
  const answers = ['yes', 'no'].map((id) => ({ id, 'org.matrix.msc1767.text': id }));
  const question = {
    question: { 'org.matrix.msc1767.text': text },
    kind: `${POLL}.disclosed`,
    max_selections: 1,
    answers,
  };
  const { event_id: asked } = await anna.client.sendEvent(roomId, `${POLL}.start`, { [`${POLL}.start`]: question });
  // Under sliding sync the library does not look for polls in what arrives sealed; clients tell it to.
  for (const each of [anna, boris]) await each.room(roomId).processPollEvents([await each.see(roomId, asked)]);
  await boris.client.sendEvent(roomId, `${POLL}.response`, {
    'm.relates_to': { rel_type: 'm.reference', event_id: asked },
    [`${POLL}.response`]: { answers: ['yes'] },
  });
  for (const each of [anna, boris]) {
    const poll = await each.until('the poll', () => each.room(roomId).polls.get(asked));
    await each.until('the vote', async () => (await poll.getResponses())?.getRelations().length === 1);
  }
}

/** In an open room: an event is sent after its delay, another taken back before it, and words are found. */
export async function openRoom(anna) {
  const { room_id: roomId } = await anna.client.createRoom({ name: 'Open papers', preset: 'public_chat' });
  await anna.until('the open room', () => anna.room(roomId));
  const message = (body) => ({ msgtype: 'm.text', body });
  const delay = (ms, body) =>
    anna.client._unstable_sendDelayedEvent(roomId, { delay: ms }, null, 'm.room.message', message(body));
  const { delay_id: never } = await delay(600_000, 'the agenda of never');
  await anna.client._unstable_cancelScheduledDelayedEvent(never);
  await delay(500, 'the agenda of tomorrow');
  const events = () => anna.room(roomId).getLiveTimeline().getEvents();
  const sent = await anna.until('the delayed message', () =>
    events().find((event) => event.getContent().body === 'the agenda of tomorrow' && event.getId().startsWith('$')),
  );
  const found = await anna.until('what is searched', async () => {
    const { results } = await anna.client.searchRoomEvents({ term: 'agenda' });
    return results.length > 0 && results;
  });
  assert.deepEqual(
    found.map((result) => result.context.getEvent().getId()),
    [sent.getId()],
  );
}

/** Anna leaves a device behind that gathers keys while she is away. */
export async function dehydrate(anna) {
  assert.ok(await anna.crypto.isDehydrationSupported());
  await anna.crypto.startDehydration();
  const { device_id: left } = await anna.client.http.authedRequest('GET', '/dehydrated_device', undefined, undefined, {
    prefix: '/_matrix/client/unstable/org.matrix.msc3814.v1',
  });
  await anna.until('the device left behind', async () => {
    const devices = (await anna.crypto.getUserDeviceInfo([anna.userId], true)).get(anna.userId);
    return devices?.get(left)?.dehydrated;
  });
}
