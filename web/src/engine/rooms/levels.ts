// SPDX-License-Identifier: EUPL-1.2
// Power levels as rights in words, read and changed; numbers that nobody chose are the specification's defaults.
import type { RightId } from '../rpc/models';

/** The content of `m.room.power_levels`. */
export interface Levels {
  users?: Record<string, number>;
  users_default?: number;
  events?: Record<string, number>;
  events_default?: number;
  state_default?: number;
  invite?: number;
  kick?: number;
  ban?: number;
  redact?: number;
  notifications?: Record<string, number>;
}

/**
 * State event `org.chancery.channel`: who may begin messages where more people may answer in threads. Servers cannot tell
 * an answer in a thread from another message, least of all an encrypted one, so clients keep to it.
 */
export interface Channel {
  post?: number;
}

export const CHANNEL_TYPE = 'org.chancery.channel';
const STATE_DEFAULT = 50;
const PROFILE = ['m.room.name', 'm.room.avatar', 'm.room.topic'] as const;
/** What the silent majority of an announcement channel still does. */
const SMALL = ['m.reaction', 'm.room.redaction'] as const;
/** Types that would contradict the common level of messages. */
const MESSAGES = ['m.room.message', 'm.room.encrypted', 'm.sticker', 'm.poll.start'] as const;

export function readRights(levels: Levels, channel: Channel): Record<RightId, number> {
  const messages = levels.events_default ?? 0;
  const event = (type: string, usual: number) => levels.events?.[type] ?? usual;
  const state = (type: string) => event(type, levels.state_default ?? STATE_DEFAULT);
  return {
    post: Math.max(messages, channel.post ?? 0),
    reply: messages,
    react: event('m.reaction', messages),
    mentionEveryone: levels.notifications?.room ?? STATE_DEFAULT,
    pin: state('m.room.pinned_events'),
    invite: levels.invite ?? 0,
    redact: levels.redact ?? STATE_DEFAULT,
    remove: Math.max(levels.kick ?? STATE_DEFAULT, levels.ban ?? STATE_DEFAULT),
    profile: Math.max(...PROFILE.map(state)),
    roles: state('m.room.power_levels'),
  };
}

export interface Changed {
  levels: Levels;
  channel: Channel;
}

export function changeRight(levels: Levels, channel: Channel, right: RightId, level: number): Changed {
  const same = (changed: Levels) => ({ levels: { ...levels, ...changed }, channel });
  const events = (...types: readonly string[]) =>
    same({ events: { ...levels.events, ...Object.fromEntries(types.map((type) => [type, level])) } });
  switch (right) {
    case 'post':
    case 'reply':
      return changeWriting(levels, channel, right, level);
    case 'react':
      return events('m.reaction');
    case 'mentionEveryone':
      return same({ notifications: { ...levels.notifications, room: level } });
    case 'pin':
      return events('m.room.pinned_events');
    case 'invite':
      return same({ invite: level });
    case 'redact':
      return same({ redact: level });
    case 'remove':
      return same({ kick: level, ban: level });
    case 'profile':
      return events(...PROFILE);
    case 'roles':
      return events('m.room.power_levels');
  }
}

function changeWriting(levels: Levels, channel: Channel, right: 'post' | 'reply', level: number): Changed {
  const now = readRights(levels, channel);
  const together = now.post === now.reply;
  const post = right === 'post' ? level : Math.max(now.post, level);
  const reply = right === 'reply' || together ? level : Math.min(now.reply, level);
  return { levels: withMessages(levels, reply), channel: post > reply ? { post } : {} };
}

/** Reactions stay as free as they were. */
function withMessages(levels: Levels, level: number): Levels {
  const before = levels.events_default ?? 0;
  const small = Object.fromEntries(SMALL.map((type) => [type, levels.events?.[type] ?? before]));
  const events: Record<string, number> = { ...levels.events, ...small };
  for (const type of MESSAGES) delete events[type];
  return { ...levels, events, events_default: level };
}
