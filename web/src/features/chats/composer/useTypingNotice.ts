// SPDX-License-Identifier: EUPL-1.2
// Tells the others that somebody is typing, seldom enough not to burden the server.
import { useCallback, useEffect, useRef } from 'react';
import { useEngine } from '@/engine/rpc/react';

const AGAIN_MS = 8000;
const IDLE_MS = 6000;

export function useTypingNotice(roomId: string) {
  const engine = useEngine();
  const toldAt = useRef(0);
  const idle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useCallback(
    (typing: boolean) => {
      toldAt.current = typing ? Date.now() : 0;
      engine.call('rooms.typing', { roomId, typing }).catch(() => undefined);
    },
    [engine, roomId],
  );
  const stopped = useCallback(() => {
    clearTimeout(idle.current);
    if (toldAt.current > 0) tell(false);
  }, [tell]);
  const typed = useCallback(() => {
    if (Date.now() - toldAt.current > AGAIN_MS) tell(true);
    clearTimeout(idle.current);
    idle.current = setTimeout(stopped, IDLE_MS);
  }, [tell, stopped]);
  useEffect(() => stopped, [stopped]);
  return { typed, stopped };
}
