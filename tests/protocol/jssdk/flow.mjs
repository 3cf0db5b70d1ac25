// SPDX-License-Identifier: EUPL-1.2
// The whole flow in one way of syncing; prints one line of JSON for each step that came to its end.
// Usage: node flow.mjs '{"url": …, "password": …, "mode": "v2" | "sliding", "texts": {…}}'
import * as features from './features.mjs';
import { Official } from './official.mjs';
import * as steps from './steps.mjs';

const setting = JSON.parse(process.argv[2]);
const { texts } = setting;

async function step(name, work) {
  const began = performance.now();
  const result = await work;
  process.stdout.write(`${JSON.stringify({ step: name, ms: Math.round(performance.now() - began) })}\n`);
  return result;
}

async function flow() {
  const anna = await step('sign in', Official.enter(setting, 'anna'));
  const boris = await step('sign in', Official.enter(setting, 'boris'));
  const recoveryKey = await step('recovery key', anna.setUpRecovery());
  await step('recovery key', boris.setUpRecovery());
  const room = await step('room', steps.openRoom(anna, boris));
  const { asked, answered } = await step('texts', steps.exchangeTexts(room, anna, boris, texts));
  await step('edit', steps.edit(room, anna, boris, asked, texts.edit));
  await step('reaction', steps.react(room, anna, boris, asked));
  await step('reply', steps.reply(room, anna, boris, asked, texts.reply));
  await step('file', steps.exchangeFile(room, anna, boris, texts.file));
  await step('signs', steps.exchangeSigns(room, anna, boris, answered));
  await step('redaction', steps.redact(room, anna, boris));
  await step('thread', features.exchangeThread(room, anna, boris, answered, texts.thread));
  await step('poll', features.vote(room, anna, boris, texts.poll));
  await step('open room', features.openRoom(anna));
  await step('verify people', steps.verifyPeople(room, anna, boris));
  const message = { eventId: answered, text: texts.answer };
  const second = await step('sign in', Official.enter(setting, 'anna'));
  await step('restore', steps.restoreHistory(room, anna, second, recoveryKey, message));
  const third = await step('sign in', Official.enter(setting, 'anna'));
  await step('verify own device', steps.verifyOwnDevice(room, anna, third, answered, texts.answer));
  await step('dehydrated device', features.dehydrate(anna));
}

try {
  await flow();
} catch (error) {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exitCode = 1;
} finally {
  Official.leaveAll();
}
// The library leaves timers behind that would keep the process for a minute.
process.exit();
