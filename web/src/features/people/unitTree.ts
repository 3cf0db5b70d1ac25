// SPDX-License-Identifier: EUPL-1.2
// The agency's units as a tree, in the order the server gives; each node counts the people at or below it.
import type { Unit } from '@/api/types';
import type { TreeNode } from '@/ui';

/** Units whose parent is unknown stand at the top, so that none is lost. */
export function unitTree(units: readonly Unit[]): TreeNode[] {
  const nodes = new Map(units.map((unit) => [unit.id, nodeOf(unit)]));
  const top: TreeNode[] = [];
  for (const unit of units) {
    const node = nodes.get(unit.id);
    if (!node) continue;
    const parent = unit.parent_id === null ? undefined : nodes.get(unit.parent_id);
    (parent ? parent.children : top).push(node);
  }
  const counts = new Map(units.map((unit) => [unit.id, unit.people_count]));
  for (const node of top) countBelow(node, counts);
  return top;
}

function nodeOf({ id, name }: Unit): TreeNode {
  return { id, name, mark: null, children: [] };
}

/** A person with posts in two units counts in both: it is the number of posts held, as the unit's head sees it. */
function countBelow(node: TreeNode, counts: ReadonlyMap<string, number>): number {
  const below = node.children.reduce((sum, child) => sum + countBelow(child, counts), 0);
  const count = (counts.get(node.id) ?? 0) + below;
  node.mark = count > 0 ? count : null;
  return count;
}

/** The unit's chain from the top, for opening the tree at it. */
export function ancestors(units: readonly Unit[], unitId: string | null): string[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const chain: string[] = [];
  let current = unitId === null ? undefined : byId.get(unitId);
  while (current && !chain.includes(current.id)) {
    chain.unshift(current.id);
    current = current.parent_id === null ? undefined : byId.get(current.parent_id);
  }
  return chain;
}
