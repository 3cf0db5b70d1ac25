// SPDX-License-Identifier: EUPL-1.2
// An option that takes effect at once.
import type { ReactNode } from 'react';
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components';
import { classes } from '../classes';
import styles from '../Field/Field.module.css';

interface SwitchProps extends Omit<AriaSwitchProps, 'className' | 'children' | 'style'> {
  children: ReactNode;
  hint?: ReactNode;
  className?: string;
}

export function Switch({ children, hint, className, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={classes(styles.choice, className)}>
      <span className={styles.switch} aria-hidden="true" />
      <span className={styles.choiceText}>
        <span>{children}</span>
        {hint && <span className={styles.hint}>{hint}</span>}
      </span>
    </AriaSwitch>
  );
}
