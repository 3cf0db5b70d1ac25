// SPDX-License-Identifier: EUPL-1.2
// Low-bandwidth mode: what the person chose, or what the browser says of a metered connection.
import { useSyncExternalStore } from 'react';
import { usePreferences } from './preferences';

interface Connection extends EventTarget {
  saveData?: boolean;
}

/** Network Information API; some browsers have none. */
function connection(): Connection | undefined {
  return (navigator as Navigator & { connection?: Connection }).connection;
}

function watch(onChange: () => void): () => void {
  const known = connection();
  known?.addEventListener?.('change', onChange);
  return () => known?.removeEventListener?.('change', onChange);
}

export function useThrift(): boolean {
  const chosen = usePreferences(({ bandwidth }) => bandwidth);
  const saves = useSyncExternalStore(watch, () => connection()?.saveData === true);
  return chosen === 'auto' ? saves : chosen === 'low';
}
