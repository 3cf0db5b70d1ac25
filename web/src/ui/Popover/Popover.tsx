// SPDX-License-Identifier: EUPL-1.2
// A floating panel beside a control, for content that is not a menu.
import type { ReactNode } from 'react';
import {
  Popover as AriaPopover,
  type PopoverProps as AriaPopoverProps,
  Dialog,
  DialogTrigger,
} from 'react-aria-components';
import { classes } from '../classes';
import styles from './Popover.module.css';

export { DialogTrigger as PopoverTrigger };

interface PopoverProps extends Omit<AriaPopoverProps, 'className' | 'children' | 'style'> {
  label: string;
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}

export function Popover({ label, className, children, ...rest }: PopoverProps) {
  return (
    <AriaPopover offset={6} {...rest} className={classes(styles.popover, className)}>
      <Dialog aria-label={label} className={styles.dialog}>
        {({ close }) => (typeof children === 'function' ? children(close) : children)}
      </Dialog>
    </AriaPopover>
  );
}
