// SPDX-License-Identifier: EUPL-1.2
// Touch on a row of the list: to the right reads it, to the left archives it, a long touch opens its menu.
import { type TouchEvent, useMemo, useRef, useState } from 'react';
import type { Point } from '@/ui';

export type SwipeAct = 'read' | 'archive';

/** What is drawn under the row that follows the finger. */
export interface Swipe {
  roomId: string;
  act: SwipeAct;
  /** Far enough: letting go does it. */
  armed: boolean;
  top: number;
  height: number;
}

interface Handlers {
  onSwipe(roomId: string, act: SwipeAct): void;
  onLongPress(roomId: string, at: Point): void;
}

interface Touch {
  row: HTMLElement;
  roomId: string;
  x: number;
  y: number;
  dx: number;
  sideways: boolean;
  timer: ReturnType<typeof setTimeout>;
}

const LONG_MS = 500;
const SLIP_PX = 10;
const ARMED_PX = 88;
const FURTHEST_PX = 128;

export function swipeAct(dx: number): SwipeAct {
  return dx > 0 ? 'read' : 'archive';
}

export function useSwipe(handlers: Handlers) {
  const [swipe, setSwipe] = useState<Swipe | null>(null);
  const latest = useRef(handlers);
  latest.current = handlers;
  const touch = useRef<Touch | null>(null);
  const listeners = useMemo(() => {
    const finish = () => {
      const last = touch.current;
      touch.current = null;
      if (!last) return;
      clearTimeout(last.timer);
      last.row.style.transform = '';
      setSwipe(null);
      if (last.sideways && Math.abs(last.dx) >= ARMED_PX) latest.current.onSwipe(last.roomId, swipeAct(last.dx));
    };
    const begin = ({ target, touches }: TouchEvent) => {
      const row = (target as Element).closest<HTMLElement>('[data-key]');
      const roomId = row?.dataset.key;
      const finger = touches[0];
      if (!row || !roomId || !finger || touches.length > 1) return finish();
      const { clientX: x, clientY: y } = finger;
      const timer = setTimeout(() => {
        touch.current = null;
        latest.current.onLongPress(roomId, { x, y });
      }, LONG_MS);
      touch.current = { row, roomId, x, y, dx: 0, sideways: false, timer };
    };
    const move = ({ touches }: TouchEvent) => {
      const now = touch.current;
      const finger = touches[0];
      if (!now || !finger) return;
      const dx = finger.clientX - now.x;
      const dy = finger.clientY - now.y;
      if (Math.hypot(dx, dy) > SLIP_PX) clearTimeout(now.timer);
      // The list scrolls up and down; once it does, the touch is no swipe any more.
      if (!now.sideways && Math.abs(dy) > SLIP_PX) touch.current = null;
      else if (now.sideways || Math.abs(dx) > SLIP_PX * 2) follow(now, dx, setSwipe);
    };
    return { onTouchStart: begin, onTouchMove: move, onTouchEnd: finish, onTouchCancel: finish };
  }, []);
  return { swipe, listeners };
}

function follow(now: Touch, dx: number, show: (swipe: Swipe) => void): void {
  now.sideways = true;
  now.dx = Math.max(-FURTHEST_PX, Math.min(FURTHEST_PX, dx));
  now.row.style.transform = `translateX(${now.dx}px)`;
  const box = now.row.getBoundingClientRect();
  show({
    roomId: now.roomId,
    act: swipeAct(now.dx),
    armed: Math.abs(now.dx) >= ARMED_PX,
    top: box.top,
    height: box.height,
  });
}
