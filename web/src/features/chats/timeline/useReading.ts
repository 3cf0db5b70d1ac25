// SPDX-License-Identifier: EUPL-1.2
// Marks the chat read while the page is looked at and stands at the newest message.
import { useEffect, useState } from 'react';
import type { TimelineHandle } from '@/engine/rpc/react';
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

export function useMarkRead(handle: TimelineHandle, atEnd: boolean): void {
  const lookedAt = useLookedAt();
  const { markRead, timeline } = handle;
  const last = timeline?.items.findLast((item) => item.eventId)?.eventId;
  const read = timeline?.fullyReadEventId;
  useEffect(() => {
    if (lookedAt && atEnd && last && last !== read) markRead().catch(() => undefined);
  }, [lookedAt, atEnd, last, read, markRead]);
}
