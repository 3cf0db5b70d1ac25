// SPDX-License-Identifier: EUPL-1.2
// Vite plugin that lets react-aria empty its live regions without `innerHTML`, which Trusted Types refuse even for "".
import type { Plugin } from 'vite';

const ANNOUNCER = /react-aria\/dist\/private\/live-announcer\/LiveAnnouncer\.m?js$/;
const EMPTIED = ".innerHTML = ''";

/** The live announcer as the policy admits it, or null for every other file; date fields announce through it. */
export function withoutInnerHtml(code: string, id: string): string | null {
  if (!ANNOUNCER.test(id)) return null;
  const changed = code.replaceAll(EMPTIED, '.replaceChildren()');
  if (changed === code || changed.includes('innerHTML')) throw new Error(`${id} has changed: see build/announcer.ts`);
  return changed;
}

export function announcerPlugin(): Plugin {
  return { name: 'chancery:announcer', enforce: 'pre', transform: withoutInnerHtml };
}
