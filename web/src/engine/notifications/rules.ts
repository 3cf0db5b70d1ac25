// SPDX-License-Identifier: EUPL-1.2
// Push rules in the person's words: what a chat tells of, what all chats tell of, and keywords.
import type { IPushRule, IPushRules } from 'matrix-js-sdk';
import type { AlertChange, RoomAlerts } from '../rpc/models';

interface Place {
  roomId: string;
  encrypted: boolean;
  people: number;
}

export const MASTER = '.m.rule.master';
const DIRECT = { plain: '.m.rule.room_one_to_one', encrypted: '.m.rule.encrypted_room_one_to_one' };
const GROUP = { plain: '.m.rule.message', encrypted: '.m.rule.encrypted' };

function notifies(rule: IPushRule | undefined): boolean {
  return Boolean(rule?.enabled && rule.actions.includes('notify' as never));
}

function silences(rule: IPushRule | undefined): boolean {
  return Boolean(rule?.enabled && !rule.actions.includes('notify' as never));
}

/** Our server removes a rule at this time; what is over silences nothing even before that is heard. */
export const UNTIL = 'org.chancery.until';

function endOf(rule: IPushRule | undefined): number | null {
  const end = (rule as { [UNTIL]?: unknown } | undefined)?.[UNTIL];
  return typeof end === 'number' ? end : null;
}

function muteOf(rules: IPushRules | null, roomId: string): IPushRule | null {
  const rule = rules?.global?.override?.find((known) => known.rule_id === roomId);
  return rule && silences(rule) && (endOf(rule) ?? Number.POSITIVE_INFINITY) > Date.now() ? rule : null;
}

/** When a muted chat is heard of again; null when it is not muted, or for good. */
export function mutedUntil(rules: IPushRules | null, roomId: string): number | null {
  return endOf(muteOf(rules, roomId) ?? undefined);
}

/** A muted chat is an override, which mentions do not pass; a room rule without actions lets them pass. */
export function chosenAlerts(rules: IPushRules | null, roomId: string): RoomAlerts | 'default' {
  if (muteOf(rules, roomId)) return 'mute';
  const room = rules?.global?.room?.find((rule) => rule.rule_id === roomId);
  if (silences(room)) return 'mentions';
  return notifies(room) ? 'all' : 'default';
}

export function alertsIn(rules: IPushRules | null, place: Place): RoomAlerts {
  const chosen = chosenAlerts(rules, place.roomId);
  if (chosen !== 'default' || !rules) return chosen === 'default' ? 'all' : chosen;
  const ids = place.people === 2 ? DIRECT : GROUP;
  const rule = underride(rules, place.encrypted ? ids.encrypted : ids.plain);
  return rule && !notifies(rule) ? 'mentions' : 'all';
}

function underride(rules: IPushRules, id: string): IPushRule | undefined {
  return rules.global.underride?.find((rule) => rule.rule_id === id);
}

/** Switches that are rules switched on or off. */
const SWITCHES: Record<'everyone' | 'invites' | 'calls', readonly string[]> = {
  everyone: ['.m.rule.is_room_mention', '.m.rule.roomnotif'],
  invites: ['.m.rule.invite_for_me'],
  calls: ['.m.rule.call', '.org.matrix.msc4075.rule.rtc_notification'],
};

export type RuleSettings = Required<AlertChange> & { keywords: string[] };

export function readRules(rules: IPushRules | null): RuleSettings {
  const all = [...(rules?.global.override ?? []), ...(rules?.global.underride ?? [])];
  const isOn = (id: string) => all.find((rule) => rule.rule_id === id)?.enabled ?? true;
  const tells = (id: string) => !silences(all.find((rule) => rule.rule_id === id));
  return {
    off: all.some((rule) => rule.rule_id === MASTER && rule.enabled),
    direct: tells(DIRECT.plain),
    groups: tells(GROUP.plain) ? 'all' : 'mentions',
    everyone: isOn(SWITCHES.everyone[0] ?? ''),
    invites: isOn(SWITCHES.invites[0] ?? ''),
    calls: isOn(SWITCHES.calls[0] ?? ''),
    keywords: keywordRules(rules).map((rule) => rule.pattern ?? ''),
  };
}

export function keywordRules(rules: IPushRules | null): IPushRule[] {
  return (rules?.global.content ?? []).filter((rule) => !rule.default && rule.enabled && rule.pattern);
}

/** One request each: switch a rule, or change what it does. */
export type RuleStep =
  | { do: 'enable'; kind: 'override' | 'underride'; id: string; enabled: boolean }
  | { do: 'actions'; kind: 'underride'; id: string; notify: boolean; sound: boolean };

export function stepsFor(rules: IPushRules | null, change: AlertChange): RuleStep[] {
  const steps: RuleStep[] = [];
  if (change.off !== undefined) steps.push({ do: 'enable', kind: 'override', id: MASTER, enabled: change.off });
  if (change.direct !== undefined) steps.push(...telling(DIRECT, change.direct, true));
  if (change.groups !== undefined) steps.push(...telling(GROUP, change.groups === 'all', false));
  for (const name of ['everyone', 'invites', 'calls'] as const) {
    const enabled = change[name];
    if (enabled !== undefined) steps.push(...SWITCHES[name].flatMap((id) => enabling(rules, id, enabled)));
  }
  return steps;
}

/** Switching these off would leave it to the next rule, so they stay on and do nothing. */
function telling(ids: typeof DIRECT, notify: boolean, sound: boolean): RuleStep[] {
  return Object.values(ids).map((id) => ({ do: 'actions', kind: 'underride', id, notify, sound }));
}

function enabling(rules: IPushRules | null, id: string, enabled: boolean): RuleStep[] {
  const kinds = ['override', 'underride'] as const;
  const kind = kinds.find((known) => rules?.global[known]?.some((rule) => rule.rule_id === id));
  return kind ? [{ do: 'enable', kind, id, enabled }] : [];
}
