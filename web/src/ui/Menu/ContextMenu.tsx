// SPDX-License-Identifier: EUPL-1.2
// A menu at a point of the page: opened by the right mouse button, the menu key or a long touch.
import { type CSSProperties, useRef } from 'react';
import { Menu as AriaMenu, type MenuProps as AriaMenuProps, Popover } from 'react-aria-components';
import { classes } from '../classes';
import styles from './Menu.module.css';
import { useHeldTouch } from './useHeldTouch';

export interface Point {
  x: number;
  y: number;
}

interface ContextMenuProps<T> extends Omit<AriaMenuProps<T>, 'className' | 'style'> {
  label: string;
  /** Where to open, in pixels of the window; null while closed. */
  at: Point | null;
}

export function ContextMenu<T extends object>({ label, at, ...rest }: ContextMenuProps<T>) {
  const held = useHeldTouch(at !== null);
  const anchor = useRef<HTMLSpanElement>(null);
  const place: CSSProperties = { left: at?.x ?? 0, top: at?.y ?? 0 };
  return (
    <>
      <span ref={anchor} className={styles.anchor} style={place} aria-hidden="true" />
      <Popover
        aria-label={label}
        className={classes(styles.popover, styles.context, held && styles.held)}
        triggerRef={anchor}
        isOpen={at !== null}
        onOpenChange={(open) => !open && rest.onClose?.()}
        // Beside the point, a menu moves up as far as it must; below it, its end would be cut.
        placement="right top"
        offset={2}
      >
        <AriaMenu {...rest} aria-label={label} className={styles.menu} />
      </Popover>
    </>
  );
}

/** The point of a mouse event; for the menu key, the middle of the focused element. */
export function pointOf(event: { clientX: number; clientY: number; target: EventTarget }): Point {
  if (event.clientX || event.clientY) return { x: event.clientX, y: event.clientY };
  const box = (event.target as Element).getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
