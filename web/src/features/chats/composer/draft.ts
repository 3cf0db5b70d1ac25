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

/** Plain text as a document of one paragraph. */
export function textDoc(text: string): JSONContent {
  return { type: 'doc', content: [{ type: 'paragraph', content: textNodes(text) }] };
}

export function textNodes(text: string): JSONContent[] {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .flatMap((line, index): JSONContent[] => [
      ...(index > 0 ? [{ type: 'hardBreak' }] : []),
      ...(line ? [{ type: 'text', text: line }] : []),
    ]);
}
