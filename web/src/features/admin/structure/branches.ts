// SPDX-License-Identifier: EUPL-1.2
// A part of the tree of units as nodes; units whose parent is not in the part stand at the top.
import type { Unit } from '@/api/types';
import type { TreeNode } from '@/ui';

export function branches(units: readonly Unit[]): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  const tops: TreeNode[] = [];
  for (const { id, parent_id: parent, name, people_count: count } of units) {
    const node: TreeNode = { id, name, mark: count > 0 ? count : null, children: [] };
    nodes.set(id, node);
    const siblings = (parent === null ? undefined : nodes.get(parent))?.children ?? tops;
    siblings.push(node);
  }
  return tops;
}
