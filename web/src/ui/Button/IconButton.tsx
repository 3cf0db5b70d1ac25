// SPDX-License-Identifier: EUPL-1.2
// Buttons that show only an icon; the label is both accessible name and tooltip.
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  ToggleButton,
  type ToggleButtonProps,
} from 'react-aria-components';
import { classes } from '../classes';
import type { IconType } from '../icon';
import { Tooltip, TooltipTrigger } from '../Tooltip/Tooltip';
import type { ButtonVariant, ControlSize } from './Button';
import styles from './Button.module.css';

interface Look {
  label: string;
  icon: IconType;
  variant?: ButtonVariant;
  size?: ControlSize;
  className?: string;
  /** Keys to show in the tooltip. */
  keys?: string;
  /** A small mark in the corner, such as a Badge. */
  mark?: ReactNode;
  /** Keeps the tooltip away for now. */
  untold?: boolean;
}

export interface IconButtonProps
  extends Look,
    Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'aria-label'> {}

export function IconButton({
  label,
  icon,
  variant = 'quiet',
  size = 'md',
  className,
  keys,
  mark,
  untold = false,
  ...rest
}: IconButtonProps) {
  return (
    <TooltipTrigger isDisabled={untold}>
      <AriaButton {...rest} aria-label={label} className={look(variant, size, className)}>
        <Face icon={icon} mark={mark} />
      </AriaButton>
      <Tooltip keys={keys}>{label}</Tooltip>
    </TooltipTrigger>
  );
}

export interface IconToggleProps
  extends Look,
    Omit<ToggleButtonProps, 'className' | 'children' | 'style' | 'aria-label'> {}

export function IconToggle({
  label,
  icon,
  variant = 'quiet',
  size = 'md',
  className,
  keys,
  mark,
  untold = false,
  ...rest
}: IconToggleProps) {
  return (
    <TooltipTrigger isDisabled={untold}>
      <ToggleButton {...rest} aria-label={label} className={look(variant, size, className)}>
        <Face icon={icon} mark={mark} />
      </ToggleButton>
      <Tooltip keys={keys}>{label}</Tooltip>
    </TooltipTrigger>
  );
}

function look(variant: ButtonVariant, size: ControlSize, className?: string): string {
  return classes(styles.button, styles.iconButton, styles[variant], styles[size], className);
}

function Face({ icon: Icon, mark }: { icon: IconType; mark: ReactNode }) {
  return (
    <>
      <Icon size={20} stroke={1.7} aria-hidden />
      {mark && <span className={styles.mark}>{mark}</span>}
    </>
  );
}
