// SPDX-License-Identifier: EUPL-1.2
// A virtualised list with one tab stop; each row has a leading picture, two lines and trailing marks.
import type { ReactNode } from 'react';
import {
  GridList,
  GridListItem,
  type GridListItemProps,
  type GridListProps,
  ListLayout,
  Virtualizer,
} from 'react-aria-components';
import { classes } from '../classes';
import styles from './List.module.css';
import { useRowHeight } from './useRowHeight';

interface ListProps<T> extends Omit<GridListProps<T>, 'className' | 'style' | 'layout'> {
  /** Height of a row in CSS pixels at the normal text size; by default the height of the density setting. */
  rowHeight?: number;
  className?: string;
}

export function List<T extends object>({ rowHeight, className, ...rest }: ListProps<T>) {
  const height = useRowHeight(rowHeight);
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: height, padding: 8, gap: 2 }}>
      <GridList {...rest} className={classes(styles.list, className)} />
    </Virtualizer>
  );
}

interface ListRowProps extends Omit<GridListItemProps, 'className' | 'style' | 'children'> {
  leading?: ReactNode;
  title: ReactNode;
  /** Small text at the end of the first line, e.g. a time. */
  meta?: ReactNode;
  subtitle?: ReactNode;
  trailing?: ReactNode;
  /** Unread: heavier title. */
  strong?: boolean;
  /** Only the leading picture and the trailing mark over it: the narrow list. */
  narrow?: boolean;
  /** The row of what the main pane shows. */
  current?: boolean;
  className?: string;
}

export function ListRow(props: ListRowProps) {
  const { leading, title, meta, subtitle, trailing, strong, narrow, current, className, ...rest } = props;
  const look = classes(
    styles.row,
    strong && styles.strong,
    narrow && styles.narrow,
    current && styles.current,
    className,
  );
  return (
    <GridListItem {...rest} className={look}>
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
    </GridListItem>
  );
}
