// SPDX-License-Identifier: EUPL-1.2
// Whether the person used keys last: a focus that a closing menu gives back looks like one by keys to the browser.

let byKeys = false;

addEventListener('keydown', () => (byKeys = true), true);
addEventListener('pointerdown', () => (byKeys = false), true);

export function usedKeysLast(): boolean {
  return byKeys;
}
