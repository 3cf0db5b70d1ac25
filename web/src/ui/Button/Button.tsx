// SPDX-License-Identifier: EUPL-1.2
// Buttons with a word; a pending button keeps its width, its focus and refuses further presses.
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../classes';
import type { IconType } from '../icon';
import { Spinner } from '../Progress/Progress';
import styles from './Button.module.css';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ControlSize = 'sm' | 'md' | 'lg';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'isPending'> {
  variant?: ButtonVariant;
  size?: ControlSize;
  icon?: IconType;
  /** Fills the width of its container. */
  wide?: boolean;
  /** Work runs: presses are ignored, the focus stays, screen readers are told. */
  isPending?: boolean;
  className?: string;
  children: ReactNode;
}

export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'md', icon, wide, isPending = false, className, children, ...rest } = props;
  const look = classes(styles.button, styles[variant], styles[size], wide && styles.wide, className);
  // react-aria announces its own pending state by reference to an element that is gone when the work was short.
  const asleep = isPending ? { type: 'button' as const, onPress: () => undefined, 'data-pending': true } : {};
  return (
    <AriaButton {...rest} {...asleep} className={look}>
      <Face icon={icon} isPending={isPending}>
        {children}
      </Face>
    </AriaButton>
  );
}

interface FaceProps {
  icon: IconType | undefined;
  isPending: boolean;
  children: ReactNode;
}

function Face({ icon: Icon, isPending, children }: FaceProps) {
  const { t } = useTranslation('ui');
  return (
    <>
      {isPending && <Spinner size={18} className={styles.pending ?? ''} />}
      <span className={classes(styles.content, isPending && styles.dimmed)}>
        {Icon && <Icon size={18} stroke={1.8} aria-hidden className={styles.icon} />}
        {children}
      </span>
      <span role="status" className="visually-hidden">
        {isPending ? t('pending') : ''}
      </span>
    </>
  );
}
