// SPDX-License-Identifier: EUPL-1.2
// What the person wants to hear of: push rules and quiet hours of the account, read and changed.
import { ConditionKind, PushRuleActionName, PushRuleKind, TweakName } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { toEngineError } from '../lib/failures';
import { EngineError } from '../rpc/errors';
import type { AlertSettings, QuietHours, RoomAlerts } from '../rpc/models';
import { isQuiet, QUIET_TYPE, readQuiet } from '../rpc/quiet';
import type { Handlers, TopicSource } from '../rpc/server';
import type { Session } from '../session';
import { keywordRules, type RuleStep, readRules, stepsFor, UNTIL } from './rules';

const MINUTE_MS = 60_000;
const REBUILD_MS = 30;
const MAX_KEYWORD = 100;
const SOUND = { set_tweak: TweakName.Sound, value: 'default' } as const;
const HIGHLIGHT = { set_tweak: TweakName.Highlight, value: true } as const;

export function quietOf(session: Session): QuietHours {
  return readQuiet(session.client.getAccountData(QUIET_TYPE as never)?.getContent());
}

export function alertsTopic(session: Session): TopicSource<'alerts'> {
  return (_params, emit) => {
    const tell = coalesce(() => emit(settingsOf(session)), REBUILD_MS);
    emit(settingsOf(session));
    const timer = setInterval(tell, MINUTE_MS);
    const stop = session.changes.on('accountData', (type) => {
      if (type === 'm.push_rules' || type === QUIET_TYPE) tell();
    });
    return () => {
      stop();
      clearInterval(timer);
      tell.cancel();
    };
  };
}

function settingsOf(session: Session): AlertSettings {
  const quiet = quietOf(session);
  return { ...readRules(session.client.pushRules ?? null), quiet, quietNow: isQuiet(quiet, new Date()) };
}

export function alertCalls(session: Session): Pick<Handlers, Extract<keyof Handlers, `alerts.${string}`>> {
  const { client } = session;
  return {
    'alerts.change': (change) =>
      changing(session, async () => {
        for (const step of stepsFor(client.pushRules ?? null, change)) await take(session, step);
      }),
    'alerts.addKeyword': ({ word }) => changing(session, () => addKeyword(session, word)),
    'alerts.removeKeyword': ({ word }) => changing(session, () => removeKeyword(session, word)),
    'alerts.setQuiet': async ({ quiet }) => {
      await client.setAccountData(QUIET_TYPE as never, quiet as never);
      return null;
    },
  };
}

/** The answer of the server is read at once: its echo through sync may come late. */
async function changing(session: Session, work: () => Promise<unknown>): Promise<null> {
  const { client } = session;
  await work();
  client.setPushRules(await client.getPushRules());
  session.changes.emit('accountData', 'm.push_rules');
  return null;
}

async function take({ client }: Session, step: RuleStep): Promise<void> {
  const kind = step.kind as PushRuleKind;
  if (step.do === 'enable') {
    // The library adds rules of its own that this server may not have.
    await client.setPushRuleEnabled('global', kind, step.id, step.enabled).catch(ignoreAbsence);
    return;
  }
  const actions = step.notify ? [PushRuleActionName.Notify, ...(step.sound ? [SOUND] : [])] : [];
  await client.setPushRuleActions('global', kind, step.id, actions).catch(ignoreAbsence);
}

async function addKeyword({ client }: Session, typed: string): Promise<void> {
  const word = typed.trim().slice(0, MAX_KEYWORD);
  if (!word) throw new EngineError('invalid', 'A keyword has letters.');
  const known = keywordRules(client.pushRules ?? null).some((rule) => rule.pattern === word);
  if (known) return;
  const actions = [PushRuleActionName.Notify, SOUND, HIGHLIGHT];
  await client.addPushRule('global', PushRuleKind.ContentSpecific, ruleId(word), { actions, pattern: word });
}

/** Slashes, backslashes and a leading dot are not allowed in the id of a rule. */
function ruleId(word: string): string {
  return `keyword ${word.replace(/[/\\]/g, '_')}`;
}

async function removeKeyword({ client }: Session, word: string): Promise<void> {
  const rules = keywordRules(client.pushRules ?? null).filter((rule) => rule.pattern === word);
  for (const rule of rules)
    await client.deletePushRule('global', PushRuleKind.ContentSpecific, rule.rule_id).catch(ignoreAbsence);
}

const TIMED_RULES = 'org.chancery.timed_push_rules';

/** One chat: the rule that was there goes, the wanted one comes. `until` is for muting only. */
export async function setRoomAlerts(
  session: Session,
  roomId: string,
  wanted: RoomAlerts | 'default',
  until: number | null,
): Promise<void> {
  const { client } = session;
  if (until !== null && !(await client.doesServerSupportUnstableFeature(TIMED_RULES))) {
    throw new EngineError('not_supported', 'This server mutes chats only for good.');
  }
  await changing(session, async () => {
    if (wanted === 'mute') {
      const conditions = [{ kind: ConditionKind.EventMatch, key: 'room_id', pattern: roomId } as const];
      const rule = { actions: [], conditions, ...(until === null ? {} : { [UNTIL]: until }) };
      await client.addPushRule('global', PushRuleKind.Override, roomId, rule);
    } else await client.deletePushRule('global', PushRuleKind.Override, roomId).catch(ignoreAbsence);
    if (wanted === 'all' || wanted === 'mentions') {
      const actions = wanted === 'all' ? [PushRuleActionName.Notify, SOUND] : [];
      await client.addPushRule('global', PushRuleKind.RoomSpecific, roomId, { actions });
    } else await client.deletePushRule('global', PushRuleKind.RoomSpecific, roomId).catch(ignoreAbsence);
  });
}

function ignoreAbsence(reason: unknown): void {
  if (toEngineError(reason).code !== 'not_found') throw reason;
}
