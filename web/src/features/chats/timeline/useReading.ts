// SPDX-License-Identifier: EUPL-1.2
// Marks the chat read while the page is looked at and stands at the newest message.
import { createContext, useContext, useEffect, useState } from 'react';
import type { TimelineItem } from '@/engine/rpc/protocol';
import type { TimelineCalls } from '@/engine/rpc/react';
import { useEngine } from '@/engine/rpc/react';

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Whether somebody can be looking at this page now. */
export function useLookedAt(): boolean {
  const [lookedAt, setLookedAt] = useState(isLookedAt);
  useEffect(() => {
    const update = () => setLookedAt(isLookedAt());
    const events = ['focus', 'blur'] as const;
    for (const name of events) addEventListener(name, update);
    document.addEventListener('visibilitychange', update);
    return () => {
      for (const name of events) removeEventListener(name, update);
      document.removeEventListener('visibilitychange', update);
    };
  }, []);
  return lookedAt;
}

/** Tells the engine which chat this tab shows, so that it makes no notifications for it. */
export function useViewFocus(roomId: string): boolean {
  const engine = useEngine();
  const lookedAt = useLookedAt();
  useEffect(() => {
    engine.call('view.focus', { roomId, visible: lookedAt }).catch(() => undefined);
    return () => void engine.call('view.focus', { roomId: null, visible: lookedAt }).catch(() => undefined);
  }, [engine, roomId, lookedAt]);
  return lookedAt;
}

/** The event that the person has read up to. */
export const ReadContext = createContext<string | null>(null);

interface MarkReadProps {
  items: readonly TimelineItem[];
  atEnd: boolean;
  calls: TimelineCalls;
}

/** Draws nothing: what is read changes with every message, and the messages must not be drawn again with it. */
export function MarkRead({ items, atEnd, calls: { markRead } }: MarkReadProps) {
  const lookedAt = useLookedAt();
  const read = useContext(ReadContext);
  const last = items.findLast((item) => item.eventId)?.eventId;
  useEffect(() => {
    if (lookedAt && atEnd && last && last !== read) markRead().catch(() => undefined);
  }, [lookedAt, atEnd, last, read, markRead]);
  return null;
}
