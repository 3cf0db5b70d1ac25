// SPDX-License-Identifier: EUPL-1.2
// Counts, dots and word chips.
import type { ReactNode } from 'react';
import { classes } from '../classes';
import type { IconType } from '../icon';
import styles from './Badge.module.css';

interface BadgeProps {
  count: number;
  /** Mentions carry "@" and another colour: never colour alone. */
  mention?: boolean;
  /** Words for screen readers, e.g. "4 unread"; without them the badge is decoration. */
  label?: string;
  quiet?: boolean;
  className?: string | undefined;
}

export function Badge({ count, mention, label, quiet, className }: BadgeProps) {
  if (count <= 0) return null;
  const shown = count > 99 ? '99+' : String(count);
  return (
    <span className={classes(styles.badge, mention && styles.mention, quiet && styles.quiet, className)}>
      <span aria-hidden="true">{mention ? `@${shown}` : shown}</span>
      {label && <span className="visually-hidden">{label}</span>}
    </span>
  );
}

export function Dot({ label, className }: { label?: string; className?: string | undefined }) {
  return (
    <span className={classes(styles.dot, className)}>{label && <span className="visually-hidden">{label}</span>}</span>
  );
}

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

interface ChipProps {
  tone?: Tone;
  icon?: IconType;
  children: ReactNode;
  className?: string;
}

export function Chip({ tone = 'neutral', icon: Icon, children, className }: ChipProps) {
  return (
    <span className={classes(styles.chip, styles[tone], className)}>
      {Icon && <Icon size={15} stroke={1.9} aria-hidden />}
      {children}
    </span>
  );
}
