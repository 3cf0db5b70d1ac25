// SPDX-License-Identifier: EUPL-1.2
// Names and pictures of people as a room shows them.
import type { MatrixClient, Room } from 'matrix-js-sdk';
import type { Profile } from '../rpc/models';

export function memberProfile(room: Room | null, userId: string): Profile {
  const member = room?.getMember(userId);
  if (!member) return { userId, name: localPart(userId), avatar: null };
  return { userId, name: member.rawDisplayName || localPart(userId), avatar: member.getMxcAvatarUrl() ?? null };
}

/** Outside rooms: the person's own profile as far as any room or presence has told it. */
export function knownProfile(client: MatrixClient, userId: string): Profile {
  const user = client.getUser(userId);
  return { userId, name: user?.displayName || localPart(userId), avatar: user?.avatarUrl ?? null };
}

export function localPart(userId: string): string {
  return /^@([^:]*)/.exec(userId)?.[1] ?? userId;
}
