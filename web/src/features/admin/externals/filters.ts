// SPDX-License-Identifier: EUPL-1.2
// Which externals need a decision, and why.
import type { External } from './api';

export const FILTERS = ['all', 'due', 'ending', 'orphaned'] as const;
export type Filter = (typeof FILTERS)[number];

const DAY_MS = 86_400_000;
/** What is to be decided within this time is shown as due. */
export const REVIEW_MS = 14 * DAY_MS;
export const ENDING_MS = 30 * DAY_MS;

export function answers(external: External, filter: Filter, now: number): boolean {
  if (filter === 'due') return external.review_at <= now + REVIEW_MS;
  if (filter === 'ending') return external.ends_at <= now + ENDING_MS;
  return filter === 'all' || external.orphaned;
}

/** Until when the server looks; null: all. */
export function dueBy(filter: Filter, now: number): number | null {
  if (filter === 'all') return null;
  // Whole hours, so that the same question is not asked anew with every drawing.
  return Math.ceil((now + (filter === 'due' ? REVIEW_MS : ENDING_MS)) / 3_600_000) * 3_600_000;
}
