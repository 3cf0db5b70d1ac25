// SPDX-License-Identifier: EUPL-1.2
// What rows ask of the timeline around them; the functions never change, so rows stay memoised.
import { createContext, useContext } from 'react';
import type { MessageItem, TimelineItem } from '@/engine/rpc/protocol';
import type { Point } from '@/ui';

export interface TimelineActions {
  roomId: string;
  /** The thread that is shown; null in the main timeline. */
  threadId: string | null;
  /** With two people every answer is to oneself: mentions are not marked. */
  direct: boolean;
  activate(key: string): void;
  reply(item: MessageItem): void;
  openThread(rootId: string): void;
  edit(item: MessageItem): void;
  jumpTo(eventId: string): void;
  askDate(from: number): void;
  toggleReaction(item: MessageItem, emoji: string): void;
  openReactions(item: MessageItem, at: Point): void;
  openMenu(item: TimelineItem, at: Point): void;
  openMedia(item: MessageItem): void;
  retry(key: string): void;
  discard(key: string): void;
  retryDecryption(): void;
}

export const TimelineActionsContext = createContext<TimelineActions | null>(null);

export function useTimelineActions(): TimelineActions {
  const actions = useContext(TimelineActionsContext);
  if (!actions) throw new Error('a timeline row outside of a timeline');
  return actions;
}
