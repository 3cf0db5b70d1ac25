// SPDX-License-Identifier: EUPL-1.2
// A strip across a page or pane: connection, old data, a warning with one action.
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { classes } from '../classes';
import type { IconType } from '../icon';
import styles from './Banner.module.css';

interface BannerProps {
  tone?: 'neutral' | 'ok' | 'warn' | 'bad';
  icon?: IconType;
  children: ReactNode;
  action?: ReactNode;
  /** A box inside content instead of a strip from edge to edge. */
  boxed?: boolean;
  className?: string;
}

const ICONS = { neutral: IconInfoCircle, ok: IconCircleCheck, warn: IconAlertTriangle, bad: IconAlertTriangle };

export function Banner({ tone = 'neutral', icon, children, action, boxed, className }: BannerProps) {
  const Icon = icon ?? ICONS[tone];
  return (
    <div
      className={classes(styles.banner, styles[tone], boxed && styles.boxed, className)}
      role={tone === 'bad' ? 'alert' : 'status'}
    >
      <Icon size={18} stroke={1.8} aria-hidden className={styles.icon} />
      <div className={styles.text}>{children}</div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
