// SPDX-License-Identifier: EUPL-1.2
// Puts the cursor into the message field of the open chat, from parts of the page that do not hold it.

export function focusComposer(): void {
  document.querySelector<HTMLElement>('[data-region="composer"] [role="textbox"]')?.focus();
}
