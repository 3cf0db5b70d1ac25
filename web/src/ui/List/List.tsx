// SPDX-License-Identifier: EUPL-1.2
// A virtualised list with one tab stop; each row has a leading picture, two lines and trailing marks.
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
import { RowContent, type RowFace, rowLook } from './RowContent';
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

interface ListRowProps extends Omit<GridListItemProps, 'className' | 'style' | 'children'>, RowFace {
  className?: string;
}

export function ListRow(props: ListRowProps) {
  const { leading, title, meta, subtitle, trailing, strong, narrow, current, className, ...rest } = props;
  return (
    <GridListItem {...rest} className={rowLook(props)}>
      <RowContent {...{ leading, title, meta, subtitle, trailing, narrow }} />
    </GridListItem>
  );
}
