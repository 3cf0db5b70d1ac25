// SPDX-License-Identifier: EUPL-1.2
// Links inside the application and buttons that are links; the router hears them through react-aria.
import type { ReactNode } from 'react';
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components';
import type { ButtonVariant, ControlSize } from '../Button/Button';
import button from '../Button/Button.module.css';
import { classes } from '../classes';
import type { IconType } from '../icon';

export interface LinkProps extends Omit<AriaLinkProps, 'style' | 'className' | 'children'> {
  className?: string | undefined;
  children: ReactNode;
}

export function Link({ className, children, ...rest }: LinkProps) {
  return (
    <AriaLink {...rest} className={className ?? ''}>
      {children}
    </AriaLink>
  );
}

interface LinkButtonProps extends LinkProps {
  variant?: ButtonVariant;
  size?: ControlSize;
  icon?: IconType;
}

/** Looks like a button, goes to an address. */
export function LinkButton({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  return (
    <AriaLink {...rest} className={classes(button.button, button.link, button[variant], button[size], className)}>
      <span className={button.content}>
        {Icon && <Icon size={18} stroke={1.8} aria-hidden className={button.icon} />}
        {children}
      </span>
    </AriaLink>
  );
}
