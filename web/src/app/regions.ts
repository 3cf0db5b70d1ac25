// SPDX-License-Identifier: EUPL-1.2
// F6 and Shift+F6: walk through the regions of the page, each remembering where the focus was.
import { useShortcut } from '@/shared/shortcuts';

const REGION = '[data-region]';
const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea, [tabindex="0"], [contenteditable="true"]';
const lastFocus = new WeakMap<Element, HTMLElement>();

export function visibleRegions(root: ParentNode = document): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(REGION)].filter((region) => region.getClientRects().length > 0);
}

/** The region after or before the focused one; the first or last when none has the focus. */
export function neighbour(regions: HTMLElement[], focused: Element | null, step: 1 | -1): HTMLElement | undefined {
  // The innermost one: the message field is a region inside of another.
  const at = regions.findLastIndex((region) => region.contains(focused));
  if (at < 0) return step > 0 ? regions[0] : regions.at(-1);
  return regions[(at + step + regions.length) % regions.length];
}

function focusRegion(region: HTMLElement): void {
  const known = lastFocus.get(region);
  const target = known?.isConnected ? known : region.querySelector<HTMLElement>(FOCUSABLE);
  (target ?? region).focus();
}

function move(step: 1 | -1): void {
  const focused = document.activeElement;
  const from = focused?.closest(REGION);
  if (from && focused instanceof HTMLElement) lastFocus.set(from, focused);
  const to = neighbour(visibleRegions(), focused, step);
  if (to) focusRegion(to);
}

export function useRegions(): void {
  useShortcut('nextRegion', () => move(1));
  useShortcut('previousRegion', () => move(-1));
}
