// SPDX-License-Identifier: EUPL-1.2
// One sentence for each change of a chat.
import type { TFunction } from 'i18next';
import type { Profile, StateChange } from '@/engine/rpc/protocol';

type T = TFunction<'chats'>;
type Change<W extends StateChange['what']> = Extract<StateChange, { what: W }>;

export function stateText(t: T, change: StateChange, sender: Profile): string {
  const name = sender.name;
  switch (change.what) {
    case 'joined':
    case 'left':
    case 'knocked':
    case 'accepted_invite':
    case 'rejected_invite':
    case 'avatar_changed_self':
      return t(`state.${change.what}`, { name: change.person.name });
    case 'invited':
    case 'invite_withdrawn':
    case 'kicked':
    case 'banned':
    case 'unbanned':
      return aboutPerson(t, change, name);
    case 'renamed_self':
      return t('state.renamed_self', { from: change.from, to: change.to });
    case 'room_named':
      return change.to ? t('state.room_named', { name, to: change.to }) : t('state.room_name_removed', { name });
    case 'topic_set':
      return change.to ? t('state.topic_set', { name, to: change.to }) : t('state.topic_removed', { name });
    case 'role_changed':
      return t(change.to > change.from ? 'state.role_raised' : 'state.role_lowered', {
        name,
        person: change.person.name,
      });
    default:
      return plainChange(t, change, name);
  }
}

type PersonChange = Change<'invited' | 'invite_withdrawn' | 'kicked' | 'banned' | 'unbanned'>;

function aboutPerson(t: T, change: PersonChange, name: string): string {
  const sentence = t(`state.${change.what}`, { name, person: change.person.name });
  return change.reason ? t('state.withReason', { sentence, reason: change.reason }) : sentence;
}

type PlainChange = Exclude<
  StateChange,
  PersonChange | { person: Profile } | Change<'room_named' | 'topic_set' | 'role_changed'>
>;

function plainChange(t: T, change: PlainChange, name: string): string {
  switch (change.what) {
    case 'pinned_changed':
      return t(change.added.length > 0 ? 'state.pinned' : 'state.unpinned', { name });
    case 'history_visibility':
      return t(`state.history.${visibility(change.to)}`, { name });
    case 'join_rule':
      return t(change.to === 'public' ? 'state.join_public' : 'state.join_closed', { name });
    case 'verification':
      return t(`state.verification.${change.outcome}`, { name });
    case 'call':
      return t(change.outcome === 'started' ? 'state.call_started' : 'state.call_ended', { name });
    default:
      return t(`state.${change.what}`, { name });
  }
}

const VISIBILITIES = ['world_readable', 'shared', 'invited', 'joined'] as const;

function visibility(value: string): (typeof VISIBILITIES)[number] {
  return VISIBILITIES.find((known) => known === value) ?? 'shared';
}
