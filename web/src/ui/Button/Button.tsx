// SPDX-License-Identifier: EUPL-1.2
// Buttons with a word; a pending button keeps its width, its focus and refuses further presses.
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps, ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../classes';
import type { IconType } from '../icon';
import { Spinner } from '../Progress/Progress';
import styles from './Button.module.css';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ControlSize = 'sm' | 'md' | 'lg';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  variant?: ButtonVariant;
  size?: ControlSize;
  icon?: IconType;
  /** Fills the width of its container. */
  wide?: boolean;
  className?: string;
  children: ReactNode;
}

export function Button({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  wide,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={classes(styles.button, styles[variant], styles[size], wide && styles.wide, className)}
    >
      {({ isPending }) => (
        <>
          {isPending && <PendingMark />}
          <span className={classes(styles.content, isPending && styles.hidden)}>
            {Icon && <Icon size={18} stroke={1.8} aria-hidden className={styles.icon} />}
            {children}
          </span>
        </>
      )}
    </AriaButton>
  );
}

function PendingMark() {
  const { t } = useTranslation('ui');
  return (
    <ProgressBar isIndeterminate aria-label={t('pending')} className={styles.pending}>
      <Spinner size={18} />
    </ProgressBar>
  );
}
