// SPDX-License-Identifier: EUPL-1.2
// A virtualised list whose rows are drawn again only when their own item changes: for lists that change all the time.
import {
  type ComponentProps,
  type CSSProperties,
  createContext,
  type MouseEvent,
  memo,
  type ReactElement,
  type ReactNode,
  type Ref,
  use,
  useRef,
} from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { classes } from '../classes';
import styles from './List.module.css';
import { pressable } from './pressable';
import { RowContent, type RowFace, rowLook } from './RowContent';
import { useKeptElements } from './useKeptElements';
import { keyOfRow, useRovingRows } from './useRovingRows';
import { useRowHeight } from './useRowHeight';

const PADDING_PX = 8;
const GAP_PX = 2;

interface SteadyListProps<T> {
  'aria-label': string;
  items: readonly T[];
  keyOf(item: T): string;
  /** What typing letters finds a row by. */
  textOf(item: T): string;
  onAction(key: string): void;
  className?: string;
  /** A memoised row: a `SteadyRow` with the item's key as its `id`; the key of React is the same. */
  children(item: T): ReactElement<object>;
}

export function SteadyList<T extends object>({
  items,
  keyOf,
  textOf,
  onAction,
  className,
  children,
  ...rest
}: SteadyListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const height = useRowHeight();
  const rove = useRovingRows({ items, keyOf, textOf, onAction, scroller, list });
  const keep = useKeptElements();
  const click = (event: MouseEvent) => {
    const key = keyOfRow(event.target);
    if (key !== null) onAction(key);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtualised grid are no table.
    <div
      {...rest}
      role="grid"
      tabIndex={-1}
      aria-rowcount={items.length}
      aria-colcount={1}
      ref={scroller}
      className={classes(styles.list, styles.steady, className)}
      style={{ '--row-height': `${height}px` } as CSSProperties}
      onClick={click}
      onKeyDown={rove.onKeyDown}
      onFocus={rove.onFocus}
    >
      <TabStop value={rove.tabStop}>
        <Virtualizer
          ref={list}
          data={items}
          itemSize={height + GAP_PX}
          startMargin={PADDING_PX}
          as={Rows}
          item={Place}
          keepMounted={rove.kept}
        >
          {(item) => keep(item, children(item))}
        </Virtualizer>
      </TabStop>
    </div>
  );
}

const Rows = (props: ComponentProps<'div'>) => <div {...props} style={pressable(props.style)} />;

const TabStop = createContext<string | null>(null);
const RowIndex = createContext(0);

interface PlaceProps {
  index: number;
  style: CSSProperties;
  children: ReactNode;
  ref?: Ref<HTMLDivElement>;
}

/** Where a row stands; moving it up or down draws no row again. */
function Place({ index, style, children, ref }: PlaceProps) {
  return (
    <div role="presentation" className={styles.place} style={style} ref={ref}>
      <RowIndex value={index}>{children}</RowIndex>
    </div>
  );
}

interface SteadyRowProps extends RowFace {
  id: string;
  textValue: string;
  className?: string;
}

export function SteadyRow(props: SteadyRowProps) {
  const { id, textValue } = props;
  const tabStop = use(TabStop) === id;
  const index = use(RowIndex);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtualised grid are no table.
    <div
      role="row"
      data-key={id}
      aria-rowindex={index + 1}
      aria-label={textValue}
      tabIndex={tabStop ? 0 : -1}
      className={rowLook(props)}
    >
      <Cell face={props} />
    </div>
  );
}

/** Stays as it is when its row only moves. */
const Cell = memo(function Cell({ face }: { face: RowFace }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus for its only cell.
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtualised grid are no table.
    <div role="gridcell" aria-colindex={1} className={styles.cell}>
      <RowContent {...face} />
    </div>
  );
});
