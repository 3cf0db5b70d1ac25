// SPDX-License-Identifier: EUPL-1.2
// What a row of any list shows: a leading picture, two lines and trailing marks.
import type { ReactNode } from 'react';
import { classes } from '../classes';
import styles from './List.module.css';

export interface RowFace {
  leading?: ReactNode;
  title: ReactNode;
  /** Small text at the end of the first line, e.g. a time. */
  meta?: ReactNode;
  subtitle?: ReactNode;
  trailing?: ReactNode;
  /** Unread: heavier title. */
  strong?: boolean | undefined;
  /** Only the leading picture and the trailing mark over it: the narrow list. */
  narrow?: boolean | undefined;
  /** The row of what the main pane shows. */
  current?: boolean | undefined;
}

type Look = Pick<RowFace, 'strong' | 'narrow' | 'current'> & { className?: string };

export function rowLook({ strong, narrow, current, className }: Look): string {
  return classes(styles.row, strong && styles.strong, narrow && styles.narrow, current && styles.current, className);
}

export function RowContent({ leading, title, meta, subtitle, trailing, narrow }: RowFace) {
  return (
    <>
      {leading}
      {narrow ? (
        <span className={styles.corner}>{trailing}</span>
      ) : (
        <span className={styles.body}>
          <span className={styles.line}>
            <span className={styles.title}>{title}</span>
            {meta && <span className={styles.meta}>{meta}</span>}
          </span>
          {(subtitle || trailing) && (
            <span className={styles.line}>
              <span className={styles.subtitle}>{subtitle}</span>
              {trailing}
            </span>
          )}
        </span>
      )}
    </>
  );
}
