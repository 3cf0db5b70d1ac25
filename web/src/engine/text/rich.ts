// SPDX-License-Identifier: EUPL-1.2
// Helpers over the text tree: links in plain text, plain text of a tree, emoji-only test.
import type { RichNode } from '../rpc/models';

const URL_PATTERN = /\b(?:https?:\/\/|mailto:)[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}»…]/giu;
const EMOJI_ONLY =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200D\uFE0F\u20E3]|\s){1,24}$/u;
const SAFE_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The address when it may be a link, else null. */
export function safeHref(href: string): string | null {
  try {
    const url = new URL(href.trim());
    return SAFE_SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Splits plain text into text, line breaks and links. */
export function fromPlain(text: string): RichNode[] {
  return text
    .split('\n')
    .flatMap((line, index) => (index > 0 ? [{ type: 'break' } as const, ...linkify(line)] : linkify(line)));
}

export function linkify(text: string): RichNode[] {
  const nodes: RichNode[] = [];
  let from = 0;
  for (const match of text.matchAll(URL_PATTERN)) {
    const href = safeHref(match[0]);
    if (!href) continue;
    if (match.index > from) nodes.push({ type: 'text', text: text.slice(from, match.index) });
    nodes.push({ type: 'link', href, children: [{ type: 'text', text: match[0] }] });
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push({ type: 'text', text: text.slice(from) });
  return nodes;
}

const OWN_LINE: ReadonlySet<string> = new Set([
  'paragraph',
  'quote',
  'listItem',
  'heading',
  'codeBlock',
  'tableRow',
  'rule',
]);

/** Text of a tree with one line per block. */
export function toPlain(nodes: RichNode[]): string {
  return write(nodes)
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function write(nodes: RichNode[]): string {
  return nodes.map((node) => (OWN_LINE.has(node.type) ? `\n${plainOf(node)}\n` : plainOf(node))).join('');
}

function plainOf(node: RichNode): string {
  if (node.type === 'text' || node.type === 'codeBlock') return node.text;
  if (node.type === 'break') return '\n';
  if (node.type === 'mention') return node.kind === 'room' ? node.name : `@${node.name}`;
  return 'children' in node ? write(node.children) : '';
}

export function isEmojiOnly(text: string): boolean {
  return EMOJI_ONLY.test(text) && /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text);
}
