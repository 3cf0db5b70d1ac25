// SPDX-License-Identifier: EUPL-1.2
// Height of a list row, following the density setting and the person's text size.
import { useSyncExternalStore } from 'react';

const NORMAL = 56;
const COMPACT = 44;
const USUAL_FONT_PX = 16;

function watchRoot(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
  addEventListener('resize', onChange);
  return () => {
    observer.disconnect();
    removeEventListener('resize', onChange);
  };
}

function measure(): number {
  const root = document.documentElement;
  const font = Number.parseFloat(getComputedStyle(root).fontSize) || USUAL_FONT_PX;
  return (root.dataset.density === 'compact' ? -1 : 1) * (font / USUAL_FONT_PX);
}

export function useRowHeight(own?: number): number {
  const signed = useSyncExternalStore(watchRoot, measure);
  const base = own ?? (signed < 0 ? COMPACT : NORMAL);
  return Math.round(base * Math.abs(signed));
}
