// SPDX-License-Identifier: EUPL-1.2
// A short hint beside a control on hover and on keyboard focus.
import type { ReactNode } from 'react';
import {
  Tooltip as AriaTooltip,
  TooltipTrigger as AriaTooltipTrigger,
  type TooltipTriggerComponentProps,
} from 'react-aria-components';
import { Kbd } from '../Kbd/Kbd';
import styles from './Tooltip.module.css';

export function TooltipTrigger({ delay = 500, ...rest }: TooltipTriggerComponentProps) {
  return <AriaTooltipTrigger {...rest} delay={delay} closeDelay={100} />;
}

interface TooltipProps {
  children: ReactNode;
  keys?: string | undefined;
  placement?: 'top' | 'bottom' | 'left' | 'right';
}

export function Tooltip({ children, keys, placement = 'bottom' }: TooltipProps) {
  return (
    <AriaTooltip className={styles.tooltip} placement={placement} offset={6}>
      {children}
      {keys && <Kbd keys={keys} />}
    </AriaTooltip>
  );
}
