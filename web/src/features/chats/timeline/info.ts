// SPDX-License-Identifier: EUPL-1.2
// What can be asked about a message from its menu.
import type { MessageItem } from '@/engine/rpc/protocol';

const INFO = ['history', 'reactions', 'readers', 'report'] as const;

export type InfoAct = (typeof INFO)[number];

export interface InfoShown {
  what: InfoAct;
  item: MessageItem;
}

export function isInfo(act: string): act is InfoAct {
  return (INFO as readonly string[]).includes(act);
}
