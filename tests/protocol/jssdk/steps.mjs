// SPDX-License-Identifier: EUPL-1.2
// What two officials do, step by step; each step fails by itself when the server does not play its part.
import assert from 'node:assert/strict';
import { Attachment, cryptoApi, EncryptedAttachment } from './sdk.mjs';

const { VerificationPhase, VerificationRequestEvent, VerifierEvent } = cryptoApi;

export async function openRoom(anna, boris) {
  const { room_id: roomId } = await anna.client.createRoom({ name: 'Cabinet papers', invite: [boris.userId] });
  await boris.until('the invitation', () => boris.room(roomId)?.getMyMembership() === 'invite');
  await boris.client.joinRoom(roomId);
  await boris.until('the join', () => boris.room(roomId)?.getMyMembership() === 'join');
  await anna.until('Boris', () => anna.room(roomId)?.getMember(boris.userId)?.membership === 'join');
  for (const each of [anna, boris]) {
    await each.until('encryption', () => each.crypto.isEncryptionEnabledInRoom(roomId));
  }
  assert.equal(anna.room(roomId).getVersion(), '12');
  return roomId;
}

export async function exchangeTexts(roomId, anna, boris, texts) {
  const { event_id: asked } = await anna.client.sendTextMessage(roomId, texts.question);
  const question = await boris.see(roomId, asked);
  assert.equal(question.getContent().body, texts.question);
  assert.equal(question.getWireType(), 'm.room.encrypted');
  const { event_id: answered } = await boris.client.sendTextMessage(roomId, texts.answer);
  assert.equal((await anna.see(roomId, answered)).getContent().body, texts.answer);
  return { asked, answered };
}

export async function edit(roomId, anna, boris, eventId, text) {
  await anna.client.sendMessage(roomId, {
    msgtype: 'm.text',
    body: `* ${text}`,
    'm.new_content': { msgtype: 'm.text', body: text },
    'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
  });
  await boris.until('the edit', () => boris.event(roomId, eventId).getContent().body === text);
}

export async function react(roomId, anna, boris, eventId) {
  const relates = { rel_type: 'm.annotation', event_id: eventId, key: '👍' };
  await boris.client.sendEvent(roomId, 'm.reaction', { 'm.relates_to': relates });
  const found = () => anna.room(roomId).relations.getChildEventsForEvent(eventId, 'm.annotation', 'm.reaction');
  const counted = await anna.until('the reaction', () => found()?.getSortedAnnotationsByKey()?.[0]);
  assert.equal(counted[0], '👍');
  assert.equal(counted[1].size, 1);
}

export async function reply(roomId, anna, boris, eventId, text) {
  const content = { msgtype: 'm.text', body: text, 'm.relates_to': { 'm.in_reply_to': { event_id: eventId } } };
  const { event_id: replied } = await boris.client.sendMessage(roomId, content);
  assert.equal((await anna.see(roomId, replied)).replyEventId, eventId);
}

export async function exchangeFile(roomId, anna, boris, text) {
  const plain = new TextEncoder().encode(text.repeat(500));
  const sealed = Attachment.encrypt(plain);
  const upload = await anna.client.uploadContent(Buffer.from(sealed.encryptedData), {
    type: 'application/octet-stream',
    includeFilename: false,
  });
  const file = { ...JSON.parse(sealed.mediaEncryptionInfo), url: upload.content_uri };
  const { event_id: sent } = await anna.client.sendMessage(roomId, { msgtype: 'm.file', body: 'decree.txt', file });
  const { file: got } = (await boris.see(roomId, sent)).getContent();
  const link = boris.client.mxcUrlToHttp(got.url, undefined, undefined, undefined, false, true, true);
  const answer = await fetch(link, { headers: { Authorization: `Bearer ${boris.client.getAccessToken()}` } });
  assert.equal(answer.status, 200);
  const fetched = new Uint8Array(await answer.arrayBuffer());
  assert.notDeepEqual(fetched, plain);
  assert.deepEqual(Attachment.decrypt(new EncryptedAttachment(fetched, JSON.stringify(got))), plain);
}

export async function exchangeSigns(roomId, anna, boris, eventId) {
  await boris.client.sendReadReceipt(boris.event(roomId, eventId));
  await anna.until('the receipt', () => anna.room(roomId).hasUserReadEvent(boris.userId, eventId));
  await boris.client.sendTyping(roomId, true, 20_000);
  await anna.until('typing', () => anna.room(roomId).getMember(boris.userId).typing);
  await boris.client.sendTyping(roomId, false, 0);
  await anna.until('the end of typing', () => !anna.room(roomId).getMember(boris.userId).typing);
}

export async function redact(roomId, anna, boris) {
  const { event_id: sent } = await anna.client.sendTextMessage(roomId, 'a slip');
  await boris.see(roomId, sent);
  await anna.client.redactEvent(roomId, sent, undefined, { reason: 'a slip' });
  await boris.until('the redaction', () => boris.event(roomId, sent).isRedacted());
}

/** Both compare emoji; `ask` starts the request. */
export async function verify(asking, asked, ask) {
  const known = asked.requests.length;
  const request = await ask();
  const incoming = await asked.until('the request', () => asked.requests[known]);
  await incoming.accept();
  await phase(request, VerificationPhase.Ready);
  const verifier = await request.startVerification('m.sas.v1');
  const [mine, theirs] = await Promise.all([shown(verifier), started(incoming).then(shown)]);
  assert.deepEqual(mine.sas.emoji, theirs.sas.emoji);
  assert.equal(mine.sas.emoji.length, 7);
  await Promise.all([mine.confirm(), theirs.confirm()]);
  await Promise.all([phase(request, VerificationPhase.Done), phase(incoming, VerificationPhase.Done)]);
}

export async function verifyPeople(roomId, anna, boris) {
  await verify(anna, boris, () => anna.crypto.requestVerificationDM(boris.userId, roomId));
  for (const [one, other] of [
    [anna, boris],
    [boris, anna],
  ]) {
    await one.until('trust', async () => (await one.crypto.getUserVerificationStatus(other.userId)).isVerified());
  }
}

/** A new device is verified by an old one, which then hands it the identity's keys and the backup's. */
export async function verifyOwnDevice(roomId, old, fresh, eventId, text) {
  await fresh.until('the identity', () => fresh.crypto.userHasCrossSigningKeys(fresh.userId, true));
  await old.until('the device', async () => {
    const devices = (await old.crypto.getUserDeviceInfo([old.userId])).get(old.userId);
    return devices?.has(fresh.client.getDeviceId());
  });
  await verify(fresh, old, () => fresh.crypto.requestOwnUserVerification());
  await fresh.until('the identity’s keys', () => fresh.crypto.isCrossSigningReady());
  await fresh.until('the backup’s key', () => fresh.crypto.getSessionBackupPrivateKey());
  assert.equal((await fresh.see(roomId, eventId)).getContent().body, text);
}

/** A device that was not there reads the history with the recovery key only. */
export async function restoreHistory(roomId, owner, fresh, recoveryKey, { eventId, text }) {
  await fresh.until('the room', () => fresh.room(roomId));
  const sealed = await fresh.until('the old message', () => fresh.event(roomId, eventId));
  await fresh.client.decryptEventIfNeeded(sealed);
  assert.ok(sealed.isDecryptionFailure());
  await backedUp(owner);
  const { imported, total } = await fresh.restore(recoveryKey);
  assert.equal(imported, total);
  assert.ok(imported > 0);
  assert.equal((await fresh.see(roomId, eventId)).getContent().body, text);
  await fresh.until('its own signature', async () => {
    const status = await fresh.crypto.getDeviceVerificationStatus(fresh.userId, fresh.client.getDeviceId());
    return status?.crossSigningVerified;
  });
}

/** Waits until the owner's client has put all its keys into the backup. */
async function backedUp(owner) {
  const info = await owner.crypto.getKeyBackupInfo();
  const count = async () => (await owner.client.http.authedRequest('GET', '/room_keys/version')).count;
  await owner.until('the backup', async () => info && (await count()) >= 2);
}

function phase(request, wanted) {
  return changed(request, () => {
    if (request.phase === VerificationPhase.Cancelled) throw new Error(`cancelled: ${request.cancellationCode}`);
    return request.phase === wanted;
  });
}

function started(request) {
  return changed(request, () => request.verifier);
}

function changed(request, condition) {
  return new Promise((resolve, reject) => {
    const ask = () => {
      try {
        const value = condition();
        if (!value) return;
        request.off(VerificationRequestEvent.Change, ask);
        resolve(value);
      } catch (error) {
        reject(error);
      }
    };
    request.on(VerificationRequestEvent.Change, ask);
    ask();
  });
}

function shown(verifier) {
  return new Promise((resolve, reject) => {
    verifier.on(VerifierEvent.ShowSas, resolve);
    verifier.verify().catch(reject);
    const callbacks = verifier.getShowSasCallbacks();
    if (callbacks) resolve(callbacks);
  });
}

