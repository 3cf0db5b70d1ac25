// SPDX-License-Identifier: EUPL-1.2
// What stands where content is loading, missing or failed.
import { IconAlertTriangle, IconCopy, IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../Button/Button';
import { classes } from '../classes';
import type { IconType } from '../icon';
import styles from './States.module.css';

/** Nothing is shown for this long: a flash of a skeleton is worse than a short wait. */
const QUIET_MS = 200;

export function useQuietStart(quietMs = QUIET_MS): boolean {
  const [over, setOver] = useState(quietMs === 0);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), quietMs);
    return () => clearTimeout(timer);
  }, [quietMs]);
  return over;
}

interface SkeletonRowsProps {
  count?: number;
  /** With the circle of an avatar before the lines. */
  avatar?: boolean;
  quietMs?: number;
}

export function SkeletonRows({ count = 6, avatar = true, quietMs = QUIET_MS }: SkeletonRowsProps) {
  const { t } = useTranslation('ui');
  const visible = useQuietStart(quietMs);
  if (!visible) return null;
  return (
    <div className={styles.rows} role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
        <div key={index} className={styles.row} aria-hidden="true">
          {avatar && <span className={classes(styles.bone, styles.circle)} />}
          <span className={styles.lines}>
            <span className={classes(styles.bone, index % 3 === 1 ? styles.short : styles.long)} />
            <span className={classes(styles.bone, index % 2 === 1 ? styles.medium : styles.long, styles.thin)} />
          </span>
        </div>
      ))}
    </div>
  );
}

export function Skeleton({ className }: { className?: string }) {
  return <span className={classes(styles.bone, className)} aria-hidden="true" />;
}

interface EmptyStateProps {
  icon?: IconType;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** The title is the heading of the whole page. */
  page?: boolean;
}

export function EmptyState({ icon: Icon, title, children, action, page }: EmptyStateProps) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className={styles.state}>
      {Icon && (
        <span className={styles.emblem}>
          <Icon size={28} stroke={1.5} aria-hidden />
        </span>
      )}
      <Title className={styles.title}>{title}</Title>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  );
}

interface ErrorStateProps {
  /** What failed, in plain words. */
  title: string;
  /** What is safe and what to do. */
  children?: ReactNode;
  /** For the support desk: shown small, can be copied. */
  code?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** The title is the heading of the whole page. */
  page?: boolean;
}

export function ErrorState({ title, children, code, onRetry, page }: ErrorStateProps) {
  const Title = page ? 'h1' : 'p';
  const { t } = useTranslation('ui');
  return (
    <div className={styles.state} role="alert">
      <span className={classes(styles.emblem, styles.bad)}>
        <IconAlertTriangle size={28} stroke={1.5} aria-hidden />
      </span>
      <Title className={styles.title}>{title}</Title>
      {children && <div className={styles.text}>{children}</div>}
      <div className={styles.actions}>
        {onRetry && (
          <Button icon={IconRefresh} onPress={onRetry}>
            {t('retry')}
          </Button>
        )}
        {code && <CopyCode code={code} />}
      </div>
    </div>
  );
}

export function CopyCode({ code }: { code: string }) {
  const { t } = useTranslation('ui');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <Button variant="quiet" size="sm" icon={IconCopy} onPress={copy}>
      {copied ? t('copied') : t('copyCode', { code })}
    </Button>
  );
}
