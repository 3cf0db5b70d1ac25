// SPDX-License-Identifier: EUPL-1.2
// View models of what the person wants to hear of, on every device of the account.

/** Account data `org.chancery.quiet_hours`. */
export interface QuietHours {
  enabled: boolean;
  /** Days on which a quiet time begins: 1 Monday to 7 Sunday. */
  days: number[];
  /** "22:00"; `until` not after `from` is on the next day. */
  from: string;
  until: string;
  /** IANA name of the time zone in which the times are meant. */
  zone: string;
  /** Mentions and keywords are told of all the same. */
  mentions: boolean;
}

export interface AlertSettings {
  /** Nothing is told of, anywhere. */
  off: boolean;
  direct: boolean;
  groups: 'all' | 'mentions';
  /** Mentions of everybody in a chat. */
  everyone: boolean;
  invites: boolean;
  calls: boolean;
  keywords: string[];
  quiet: QuietHours;
  quietNow: boolean;
}

export type AlertChange = Partial<Pick<AlertSettings, 'off' | 'direct' | 'groups' | 'everyone' | 'invites' | 'calls'>>;

/** A browser's push subscription, with what the person reads in lists of devices. */
export interface PushAddress {
  endpoint: string;
  p256dh: string;
  auth: string;
  device: string;
  language: string;
}
