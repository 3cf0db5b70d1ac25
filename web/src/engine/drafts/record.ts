// SPDX-License-Identifier: EUPL-1.2
// The drafts of one chat as they are stored, and which of two versions counts.

export interface Draft {
  /** The editor's document as text; empty: there was one and it is gone. */
  text: string;
  at: number;
}

/** By thread; the chat itself is `MAIN`. */
export type RoomDrafts = Record<string, Draft>;

export const MAIN = 'main';
/** Long enough that a device which still has the draft hears that it is gone. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;
const MOST_WORDS = 120;

/** `unshared`: the other devices have not been told yet; only this device keeps that mark. */
export function writeStored(drafts: RoomDrafts, now = Date.now(), unshared = false): string {
  const kept = Object.entries(drafts).filter(([, { text, at }]) => text || now - at < KEPT_MS);
  return kept.length > 0
    ? JSON.stringify({ v: 2, drafts: Object.fromEntries(kept), ...(unshared ? { unshared } : {}) })
    : '';
}

export function isUnshared(stored: string): boolean {
  try {
    return (JSON.parse(stored) as { unshared?: unknown }).unshared === true;
  } catch {
    return false;
  }
}

/** Earlier versions kept nothing but the text of the chat. */
export function readStored(stored: string): RoomDrafts {
  if (!stored) return {};
  try {
    const { v, drafts } = JSON.parse(stored) as { v?: unknown; drafts?: Record<string, Partial<Draft>> };
    if (v !== 2 || !drafts) return { [MAIN]: { text: stored, at: 0 } };
    return Object.fromEntries(Object.entries(drafts).flatMap(([place, draft]) => readDraft(place, draft)));
  } catch {
    return { [MAIN]: { text: stored, at: 0 } };
  }
}

function readDraft(place: string, { text, at }: Partial<Draft>): [string, Draft][] {
  return typeof text === 'string' && typeof at === 'number' ? [[place, { text, at }]] : [];
}

/** The later one of each place wins; `news` are the places where that is the other device's. */
export function newerOf(mine: RoomDrafts, theirs: RoomDrafts): { merged: RoomDrafts; news: string[] } {
  const news = Object.keys(theirs).filter((place) => {
    const other = theirs[place];
    return other !== undefined && other.at > (mine[place]?.at ?? -1) && other.text !== (mine[place]?.text ?? '');
  });
  const merged = { ...mine };
  for (const place of news) if (theirs[place]) merged[place] = theirs[place];
  return { merged, news };
}

interface Node {
  text?: string;
  type?: string;
  attrs?: { label?: unknown };
  content?: Node[];
}

/** The words of the editor's document in one line. */
export function draftWords(text: string): string {
  if (!text) return '';
  try {
    return wordsIn(JSON.parse(text) as Node)
      .replaceAll(/\s+/g, ' ')
      .trim()
      .slice(0, MOST_WORDS);
  } catch {
    return text.slice(0, MOST_WORDS);
  }
}

function wordsIn(node: Node): string {
  if (node.type === 'mention') return `@${String(node.attrs?.label ?? '')}`;
  if (typeof node.text === 'string') return node.text;
  return (node.content ?? []).map(wordsIn).join(node.type === 'paragraph' ? '' : ' ');
}
