// SPDX-License-Identifier: EUPL-1.2
// Offers to take back what waits on this device for some seconds.
import i18next from 'i18next';
import { showToast } from '@/ui';

/** `undo` rejects when it has left already. */
export function offerUndo(text: string, holdMs: number, undo: () => Promise<unknown>): () => void {
  const close = showToast({
    text,
    action: {
      label: i18next.t('undo.action', { ns: 'compose' }),
      run: () => void undo().catch(() => showToast({ text: i18next.t('undo.late', { ns: 'compose' }) })),
    },
  });
  setTimeout(close, holdMs);
  return close;
}

/** Runs `act` when the page goes out of sight within that time, perhaps for good. */
export function whenHidden(withinMs: number, act: () => void): void {
  const over = new AbortController();
  const onChange = () => {
    if (document.visibilityState !== 'hidden') return;
    over.abort();
    act();
  };
  document.addEventListener('visibilitychange', onChange, { signal: over.signal });
  setTimeout(() => over.abort(), withinMs);
}
