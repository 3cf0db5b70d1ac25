// SPDX-License-Identifier: EUPL-1.2
// A long touch opens a menu under the finger: its end must not choose what came up there.
import { useEffect, useState } from 'react';

let touching = false;
const follow = (event: TouchEvent) => (touching = event.touches.length > 0);
for (const type of ['touchstart', 'touchend', 'touchcancel'] as const)
  addEventListener(type, follow, { capture: true, passive: true });

/** Longer than a browser takes from the end of a touch to the click that it makes of it. */
const CLICK_MS = 300;

/** True from the opening until the touch that opened has ended and is forgotten. */
export function useHeldTouch(isOpen: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!isOpen || !touching) return;
    setHeld(true);
    const over = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (event: TouchEvent) => {
      if (event.cancelable) event.preventDefault();
      timer = setTimeout(() => setHeld(false), CLICK_MS);
    };
    const how = { capture: true, passive: false, once: true, signal: over.signal };
    addEventListener('touchend', end, how);
    addEventListener('touchcancel', end, how);
    return () => {
      over.abort();
      clearTimeout(timer);
      setHeld(false);
    };
  }, [isOpen]);
  return held;
}
