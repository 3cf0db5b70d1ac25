// SPDX-License-Identifier: EUPL-1.2
// A state with an icon and words.
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { classes } from '@/ui';
import styles from '../Settings.module.css';

interface StateLineProps {
  tone: 'ok' | 'warn' | 'neutral';
  children: ReactNode;
}

const ICONS = { ok: IconCircleCheck, warn: IconAlertTriangle, neutral: IconInfoCircle };

export function StateLine({ tone, children }: StateLineProps) {
  const Icon = ICONS[tone];
  return (
    <p className={classes(styles.state, styles[tone])}>
      <Icon size={20} stroke={1.7} aria-hidden />
      <span>{children}</span>
    </p>
  );
}
