// SPDX-License-Identifier: EUPL-1.2
// View models of the notification centre and of notifications made on the device.
import type { Profile } from './engine';
import type { MessageKind } from './timeline';

export interface NotificationItem {
  key: string;
  type: 'message' | 'mention' | 'keyword' | 'reply' | 'reaction' | 'invite';
  roomId: string;
  roomName: string;
  eventId: string | null;
  /** The first message of the thread in which it happened. */
  threadId: string | null;
  sender: Profile | null;
  kind: MessageKind | null;
  text: string;
  at: number;
  unread: boolean;
}

export interface NotificationList {
  items: NotificationItem[];
  unread: number;
}
