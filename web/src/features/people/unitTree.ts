// SPDX-License-Identifier: EUPL-1.2
// The agency's units as a tree, in the order the server gives, with the number of people at or below each.
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
  return top;
}

function nodeOf({ id, name, people_count: count }: Unit): TreeNode {
  return { id, name, mark: count > 0 ? count : null, children: [] };
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
