// SPDX-License-Identifier: EUPL-1.2
// Activity marks: a spinner for an unknown time, a bar for a known part.
import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import { classes } from '../classes';
import styles from './Progress.module.css';

export function Spinner({ size = 20, className }: { size?: number; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      className={classes(styles.spinner, className)}
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="9" className={styles.track} />
      <path d="M12 3a9 9 0 0 1 9 9" className={styles.head} />
    </svg>
  );
}

interface ProgressProps {
  label: string;
  /** Part done from 0 to 1; null while it is not known. */
  value: number | null;
  /** Hides the words, which stay for screen readers. */
  bare?: boolean;
  className?: string;
}

export function Progress({ label, value, bare, className }: ProgressProps) {
  const known = value !== null;
  return (
    <AriaProgressBar
      aria-label={label}
      className={classes(styles.progress, className)}
      isIndeterminate={!known}
      value={known ? value * 100 : 0}
    >
      {({ percentage, valueText }) => (
        <>
          {!bare && (
            <span className={styles.words}>
              <span>{label}</span>
              <span>{known ? valueText : ''}</span>
            </span>
          )}
          <svg className={styles.bar} preserveAspectRatio="none" viewBox="0 0 100 4" aria-hidden="true">
            <rect width="100" height="4" className={styles.barTrack} />
            <rect
              width={known ? (percentage ?? 0) : 30}
              height="4"
              className={classes(styles.barFill, !known && styles.running)}
            />
          </svg>
        </>
      )}
    </AriaProgressBar>
  );
}
