// SPDX-License-Identifier: EUPL-1.2
// A long touch, the right mouse button or the menu key on a message opens its menu.
import { type MouseEvent, type PointerEvent, useMemo, useRef } from 'react';
import type { TimelineItem } from '@/engine/rpc/protocol';
import { pointOf } from '@/ui';
import { useTimelineActions } from '../timeline/actions';

const LONG_MS = 450;
const SLIP_PX = 10;

/** Links and selected text keep the browser's own menu, which copies and looks up. */
function wantsOwnMenu({ target, currentTarget }: MouseEvent<HTMLElement>): boolean {
  const selection = getSelection();
  if (selection && !selection.isCollapsed && selection.containsNode(currentTarget, true)) return true;
  return target instanceof Element && target.closest('a[href], input, textarea, [contenteditable]') !== null;
}

export function useRowMenu(item: TimelineItem) {
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
      onContextMenu: (event: MouseEvent<HTMLElement>) => {
        if (latest.current.type === 'state' || wantsOwnMenu(event)) return;
        cancel();
        event.preventDefault();
        openMenu(latest.current, pointOf(event));
      },
      onPointerUp: cancel,
      onPointerCancel: cancel,
    };
  }, [openMenu]);
}
