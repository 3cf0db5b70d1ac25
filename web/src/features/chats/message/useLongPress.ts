// SPDX-License-Identifier: EUPL-1.2
// A long touch on a message opens its menu; mice keep the browser's own menu for selected text.
import { type PointerEvent, useMemo, useRef } from 'react';
import type { TimelineItem } from '@/engine/rpc/protocol';
import { useTimelineActions } from '../timeline/actions';

const LONG_MS = 450;
const SLIP_PX = 10;

export function useLongPress(item: TimelineItem) {
  const { openMenu } = useTimelineActions();
  const latest = useRef(item);
  latest.current = item;
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  return useMemo(() => {
    const cancel = () => {
      clearTimeout(press.current?.timer);
      press.current = null;
    };
    const slipped = ({ clientX, clientY }: PointerEvent) =>
      press.current && Math.hypot(clientX - press.current.x, clientY - press.current.y) > SLIP_PX;
    return {
      onPointerDown: ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
        if (pointerType !== 'touch' || latest.current.type === 'state') return;
        press.current = { x, y, timer: setTimeout(() => openMenu(latest.current, { x, y }), LONG_MS) };
      },
      onPointerMove: (event: PointerEvent) => {
        if (slipped(event)) cancel();
      },
      onPointerUp: cancel,
      onPointerCancel: cancel,
    };
  }, [openMenu]);
}
