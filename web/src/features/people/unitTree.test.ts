// SPDX-License-Identifier: EUPL-1.2
// Units become a tree without losing or repeating any.
import { expect, test } from 'vitest';
import type { Unit } from '@/api/types';
import { ancestors, unitTree } from './unitTree';

const unit = (id: string, parent_id: string | null): Unit => ({
  id,
  parent_id,
  name: `Unit ${id}`,
  kind: 'department',
  head_user_id: null,
  people_count: 3,
});

const units = [unit('agency', null), unit('legal', 'agency'), unit('acts', 'legal'), unit('lost', 'closed')];

test('children stand under their parents in the given order', () => {
  const [agency, lost] = unitTree(units);
  expect(agency?.children.map((node) => node.id)).toEqual(['legal']);
  expect(agency?.children[0]?.children.map((node) => node.id)).toEqual(['acts']);
  expect(lost?.id).toBe('lost');
});

test('a unit shows the number that the server counted, and none for nobody', () => {
  const [agency, empty] = unitTree([unit('agency', null), { ...unit('empty', null), people_count: 0 }]);
  expect([agency?.mark, empty?.mark]).toEqual([3, null]);
});

test('the chain of a unit starts at the top', () => {
  expect(ancestors(units, 'acts')).toEqual(['agency', 'legal', 'acts']);
  expect(ancestors(units, null)).toEqual([]);
});

test('a circle in the data ends', () => {
  expect(ancestors([unit('a', 'b'), unit('b', 'a')], 'a')).toEqual(['b', 'a']);
});
