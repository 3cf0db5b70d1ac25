// SPDX-License-Identifier: EUPL-1.2
// The queue of short messages; any code may add one without holding a component.
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';

export interface ToastContent {
  text: string;
  tone?: 'neutral' | 'ok' | 'bad';
  /** One action, usually "Undo"; it closes the message. */
  action?: { label: string; run(): void };
}

/** Long enough to read and to reach the action with a keyboard (WCAG 2.2.1); hovering or focus stops the clock. */
const SHOWN_MS = 8000;

export const toastQueue = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

export function showToast(content: ToastContent): () => void {
  const key = toastQueue.add(content, { timeout: SHOWN_MS });
  return () => toastQueue.close(key);
}
