// SPDX-License-Identifier: EUPL-1.2
// Made-up chats and messages for the tests of this feature.
import type { MessageItem, Profile, RoomDetails, RoomSummary } from '@/engine/rpc/protocol';

export const anna: Profile = { userId: '@anna:test', name: 'Anna Sokolova', avatar: null };
export const igor: Profile = { userId: '@igor:test', name: 'Petrov Igor Sergeevich', avatar: null };

export function summary(roomId: string, changes: Partial<RoomSummary> = {}): RoomSummary {
  return {
    roomId,
    name: roomId,
    avatar: null,
    kind: 'group',
    directUserId: null,
    encrypted: true,
    membership: 'join',
    invite: null,
    preview: null,
    lastActivity: 0,
    unread: 0,
    highlights: 0,
    markedUnread: false,
    muted: false,
    favourite: false,
    typing: [],
    hasDraft: false,
    draft: '',
    saved: false,
    memberCount: 3,
    ...changes,
  };
}

export function message(key: string, text: string, changes: Partial<MessageItem> = {}): MessageItem {
  return {
    type: 'message',
    key,
    eventId: `$${key}`,
    sender: anna,
    at: Date.UTC(2026, 10, 23, 9, 41),
    mine: false,
    continues: false,
    startsDay: false,
    startsUnread: false,
    readBy: [],
    thread: null,
    content: {
      kind: 'text',
      text,
      rich: [{ type: 'text', text }],
      attachment: null,
      forwarded: null,
      mentionsMe: false,
      place: null,
      emojiOnly: false,
    },
    poll: null,
    reply: null,
    edited: null,
    reactions: [],
    send: { state: 'sent' },
    shield: null,
    pinned: false,
    can: { edit: false, redact: false, react: true, reply: true, pin: false },
    ...changes,
  };
}

export function details(changes: Partial<RoomDetails> = {}): RoomDetails {
  return {
    roomId: '!room',
    name: 'Planning',
    topic: '',
    avatar: null,
    kind: 'group',
    directUserId: null,
    membership: 'join',
    encryption: { enabled: true, changedUserIds: [] },
    joinRule: 'invite',
    historyVisibility: 'shared',
    version: '12',
    successorRoomId: null,
    predecessorRoomId: null,
    members: [anna, igor].map((person) => ({
      ...person,
      membership: 'join',
      role: 'member',
      power: 0,
      ambiguous: false,
      trust: 'unverified',
    })),
    membersComplete: true,
    joinedCount: 3,
    invitedCount: 0,
    myRights: {
      send: true,
      sendFiles: true,
      react: true,
      redactOwn: true,
      redactOthers: false,
      invite: true,
      kick: false,
      ban: false,
      pin: false,
      rename: false,
      changeTopic: false,
      changeAvatar: false,
      changeRoles: false,
      enableEncryption: false,
      mentionEveryone: false,
    },
    myPower: 0,
    pinnedEventIds: [],
    saved: false,
    threadsUnread: 0,
    muted: false,
    favourite: false,
    typing: [],
    ...changes,
  };
}
