// SPDX-License-Identifier: EUPL-1.2
// The mark of Chancery, in the accent colour of the theme.
import styles from './Mark.module.css';

export function Mark({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 64 64" width={size} height={size} className={styles.mark} aria-hidden="true">
      <rect width="64" height="64" rx="17" className={styles.ground} />
      <path d="M45.6 20.4a18 18 0 1 0 0 23.2" className={styles.ring} />
      <path d="M32 23.5l7.4 4.2v8.6L32 40.5l-7.4-4.2v-8.6z" className={styles.seal} />
    </svg>
  );
}
