// SPDX-License-Identifier: EUPL-1.2
// Unsent text of a chat: the editor's document as text, so that formatting and mentions survive a reload.
import type { JSONContent } from '@tiptap/core';

/** Never the empty string: the editor would parse it as HTML, which the page's policy forbids. */
export const EMPTY_DOC: JSONContent = { type: 'doc', content: [{ type: 'paragraph' }] };

export function isEmptyDoc(doc: JSONContent): boolean {
  if (doc.type === 'text') return !doc.text?.trim();
  if (doc.type === 'mention') return false;
  return (doc.content ?? []).every(isEmptyDoc);
}

/** Nothing to keep is the empty text: the list then shows no draft. */
export function writeDraft(doc: JSONContent): string {
  return isEmptyDoc(doc) ? '' : JSON.stringify(doc);
}

export function readDraft(stored: string): JSONContent | null {
  if (!stored) return null;
  try {
    const doc = JSON.parse(stored) as JSONContent;
    return doc.type === 'doc' && Array.isArray(doc.content) ? doc : null;
  } catch {
    return textDoc(stored);
  }
}

/** Plain text as a document with one paragraph per line. */
export function textDoc(text: string): JSONContent {
  return { type: 'doc', content: textLines(text) };
}

export function textLines(text: string): JSONContent[] {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => ({ type: 'paragraph', ...(line ? { content: [{ type: 'text', text: line }] } : {}) }));
}
