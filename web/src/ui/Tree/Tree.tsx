// SPDX-License-Identifier: EUPL-1.2
// A tree with one tab stop: arrows move and unfold, Enter chooses.
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import {
  Tree as AriaTree,
  TreeItem as AriaTreeItem,
  type TreeProps as AriaTreeProps,
  Button,
  Collection,
  TreeItemContent,
} from 'react-aria-components';
import { classes } from '../classes';
import type { IconType } from '../icon';
import styles from './Tree.module.css';

export interface TreeNode {
  id: string;
  name: string;
  mark?: ReactNode;
  icon?: IconType;
  children: TreeNode[];
}

interface TreeProps extends Omit<AriaTreeProps<TreeNode>, 'className' | 'style' | 'children' | 'items'> {
  label: string;
  nodes: TreeNode[];
  /** The node that the page shows now. */
  current: string | null;
  className?: string;
}

export function Tree({ label, nodes, current, className, ...rest }: TreeProps) {
  return (
    <AriaTree
      {...rest}
      aria-label={label}
      items={nodes}
      selectionMode="single"
      selectionBehavior="replace"
      selectedKeys={current ? [current] : []}
      className={classes(styles.tree, className)}
    >
      {renderNode}
    </AriaTree>
  );
}

function renderNode(node: TreeNode) {
  const Icon = node.icon;
  return (
    <AriaTreeItem id={node.id} textValue={node.name} className={styles.item}>
      <TreeItemContent>
        {({ hasChildItems, level }) => (
          <span className={styles.content} data-level={Math.min(level, 6)}>
            {hasChildItems ? (
              <Button slot="chevron" className={styles.chevron}>
                <IconChevronRight size={16} aria-hidden />
              </Button>
            ) : (
              <span className={styles.chevron} />
            )}
            {Icon && <Icon size={18} stroke={1.6} aria-hidden className={styles.icon} />}
            <span className={styles.name}>{node.name}</span>
            {node.mark && <span className={styles.mark}>{node.mark}</span>}
          </span>
        )}
      </TreeItemContent>
      <Collection items={node.children}>{renderNode}</Collection>
    </AriaTreeItem>
  );
}
