// SPDX-License-Identifier: EUPL-1.2
// Words for screen readers about things that happen outside the focus.

type Urgency = 'polite' | 'assertive';

/** Cleared so that the same words are spoken again the next time. */
const CLEAR_MS = 3000;

function region(urgency: Urgency): HTMLElement {
  const id = `announce-${urgency}`;
  const known = document.getElementById(id);
  if (known) return known;
  const made = document.createElement('div');
  made.id = id;
  made.className = 'visually-hidden';
  made.setAttribute('aria-live', urgency);
  document.body.append(made);
  return made;
}

export function announce(text: string, urgency: Urgency = 'polite'): void {
  const line = document.createElement('p');
  line.textContent = text;
  region(urgency).append(line);
  setTimeout(() => line.remove(), CLEAR_MS);
}
