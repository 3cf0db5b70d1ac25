// SPDX-License-Identifier: EUPL-1.2
// Where the focus goes when what had it is no longer on the page.
import { type RefObject, useEffect, useRef } from 'react';

/** For what takes the place of a form: has the focus from the start, so that it is read and Tab goes on from there. */
export function useFocusAtOnce<E extends HTMLElement>(): RefObject<E | null> {
  const element = useRef<E>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}

/**
 * For a block whose buttons open dialogs that change the block: catches the focus when the dialog has closed and its button is gone.
 * `shown` is what the block shows.
 */
export function useFocusKept<E extends HTMLElement>(shown: unknown, isOpen: boolean): RefObject<E | null> {
  const element = useRef<E>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (isOpen) wasOpen.current = true;
    if (isOpen || !wasOpen.current || !shown) return;
    // After the dialog's own attempt, which comes with the next frame, too.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) element.current?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [shown, isOpen]);
  return element;
}
