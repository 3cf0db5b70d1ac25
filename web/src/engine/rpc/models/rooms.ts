// SPDX-License-Identifier: EUPL-1.2
// View models of the chat list and of one chat's header and details.
import type { Profile } from './engine';
import type { MessageKind, StateChange } from './timeline';

/** What a chat tells of: every message, mentions and keywords only, or nothing. */
export type RoomAlerts = 'all' | 'mentions' | 'mute';
export type RoomKind = 'direct' | 'group' | 'announcement';
export type Membership = 'join' | 'invite' | 'knock' | 'leave' | 'ban';

export interface MessagePreview {
  type: 'message';
  kind: MessageKind;
  text: string;
  sender: Profile;
  mine: boolean;
  fileName: string | null;
  voice: boolean;
  durationMs: number | null;
  /** How many pictures without words one person sent in one go, this one among them. */
  pictures: number;
  /** It is still on this device. */
  waiting: boolean;
}

/** The last line of a chat, as data: the list chooses words and icons. */
export type Preview =
  | MessagePreview
  | { type: 'redacted'; sender: Profile; mine: boolean }
  | { type: 'undecryptable'; sender: Profile; mine: boolean }
  | { type: 'state'; change: StateChange; sender: Profile; mine: boolean };

export interface Invite {
  inviter: Profile | null;
  /** The inviter wants a one-to-one chat. */
  isDirect: boolean;
  at: number;
}

export interface RoomSummary {
  roomId: string;
  name: string;
  avatar: string | null;
  kind: RoomKind;
  /** The other person of a direct chat. */
  directUserId: string | null;
  encrypted: boolean;
  membership: Membership;
  invite: Invite | null;
  preview: Preview | null;
  /** Epoch milliseconds of the newest event worth a place in the list. */
  lastActivity: number;
  /** Messages not read by this person; what that means is written in `rpc/unread.ts`. */
  unread: number;
  /** Unread messages that mention the person. */
  highlights: number;
  markedUnread: boolean;
  alerts: RoomAlerts;
  /** When a muted chat is heard of again; null: for good, or not muted. */
  mutedUntil: number | null;
  favourite: boolean;
  lowPriority: boolean;
  archived: boolean;
  /** Others who are typing now. */
  typing: Profile[];
  /** Unsent text exists in the composer. */
  hasDraft: boolean;
  /** The beginning of that text. */
  draft: string;
  /** The person's own saved messages. */
  saved: boolean;
  memberCount: number;
}

export interface RoomList {
  /** Invites first, then favourites, low priority last; within these the newest first. */
  rooms: RoomSummary[];
  totalUnread: number;
  totalHighlights: number;
  /** False while the first list is still being fetched. */
  complete: boolean;
}

/** Power levels in words; `custom` keeps the number. */
export type Role = 'owner' | 'administrator' | 'moderator' | 'member' | 'restricted' | 'custom';

export interface RoomMember extends Profile {
  membership: Membership;
  role: Role;
  power: number;
  /** Another member has the same name: show the id as well. */
  ambiguous: boolean;
  /** The person's keys are confirmed by this account. */
  trust: UserTrust;
}

/** `changed`: was verified, keys differ now: warn. */
export type UserTrust = 'verified' | 'unverified' | 'changed' | 'unknown';

/** Rights of a chat as people speak of them; each has a power level. */
export type RightId =
  | 'post'
  | 'reply'
  | 'react'
  | 'mentionEveryone'
  | 'pin'
  | 'invite'
  | 'redact'
  | 'remove'
  | 'profile'
  | 'roles';

export interface RoomRight {
  id: RightId;
  /** Power that it needs. */
  level: number;
}

export interface RoomRights {
  send: boolean;
  /** Answer in threads. */
  reply: boolean;
  sendFiles: boolean;
  react: boolean;
  redactOwn: boolean;
  redactOthers: boolean;
  invite: boolean;
  kick: boolean;
  ban: boolean;
  pin: boolean;
  rename: boolean;
  changeTopic: boolean;
  changeAvatar: boolean;
  changeRoles: boolean;
  enableEncryption: boolean;
  mentionEveryone: boolean;
}

export interface RoomEncryption {
  enabled: boolean;
  /** Members whose keys changed after they were verified. */
  changedUserIds: string[];
}

export interface RoomDetails {
  roomId: string;
  name: string;
  topic: string;
  avatar: string | null;
  kind: RoomKind;
  directUserId: string | null;
  membership: Membership;
  encryption: RoomEncryption;
  joinRule: 'invite' | 'public' | 'knock' | 'restricted' | 'private';
  historyVisibility: 'world_readable' | 'shared' | 'invited' | 'joined';
  version: string;
  /** The room was replaced by this one. */
  successorRoomId: string | null;
  /** The room that this one replaced. */
  predecessorRoomId: string | null;
  members: RoomMember[];
  /** False until the member list has been fetched in full. */
  membersComplete: boolean;
  joinedCount: number;
  invitedCount: number;
  myRights: RoomRights;
  myPower: number;
  /** What members of which power may do. */
  rights: RoomRight[];
  pinnedEventIds: string[];
  /** The person's own saved messages. */
  saved: boolean;
  /** Unread answers in threads that the person follows. */
  threadsUnread: number;
  alerts: RoomAlerts;
  /** When a muted chat is heard of again; null: for good, or not muted. */
  mutedUntil: number | null;
  /** What the person chose for this chat. */
  alertsChosen: RoomAlerts | 'default';
  favourite: boolean;
  archived: boolean;
  typing: Profile[];
}

export interface CreateRoomParams {
  name: string;
  topic?: string;
  invite?: string[];
  /** Announcement: members read and react, moderators write. */
  kind?: 'group' | 'announcement';
  /** Those who may post in an announcement channel beside its maker. */
  authors?: string[];
  /** Others may answer in the threads of an announcement channel. */
  replies?: boolean;
  /** True unless the person chose otherwise; it cannot be switched off later. */
  encrypted?: boolean;
  public?: boolean;
}
