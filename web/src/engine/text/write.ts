// SPDX-License-Identifier: EUPL-1.2
// Writes the text tree as the HTML that Matrix messages carry.
import type { RichNode } from '../rpc/models';
import { escapeHtml } from './entities';
import { TEAM_ATTRIBUTE, userLink } from './mentions';
import { safeHref } from './rich';

const TAGS: Partial<Record<RichNode['type'], string>> = {
  strong: 'strong',
  em: 'em',
  strike: 'del',
  underline: 'u',
  code: 'code',
  sub: 'sub',
  sup: 'sup',
  paragraph: 'p',
  quote: 'blockquote',
  bulletList: 'ul',
  listItem: 'li',
  table: 'table',
  tableRow: 'tr',
  tableHeader: 'th',
  tableCell: 'td',
};

export function toHtml(nodes: RichNode[]): string {
  return nodes.map(write).join('');
}

function write(node: RichNode): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.text);
    case 'break':
      return '<br>';
    case 'rule':
      return '<hr>';
    case 'spoiler':
      return `<span data-mx-spoiler>${toHtml(node.children)}</span>`;
    case 'heading':
      return `<h${node.level}>${toHtml(node.children)}</h${node.level}>`;
    case 'orderedList':
      return `<ol start="${node.start}">${toHtml(node.children)}</ol>`;
    case 'codeBlock':
      return writeCode(node.text, node.language);
    case 'link':
      return writeLink(node);
    case 'mention':
      return writeMention(node);
    default:
      return `<${TAGS[node.type]}>${toHtml(node.children)}</${TAGS[node.type]}>`;
  }
}

function writeCode(text: string, language: string | null): string {
  const attribute = language ? ` class="language-${escapeHtml(language)}"` : '';
  return `<pre><code${attribute}>${escapeHtml(text)}</code></pre>`;
}

/** Pasted links may hold any scheme. */
function writeLink(node: Extract<RichNode, { type: 'link' }>): string {
  const href = safeHref(node.href);
  return href ? `<a href="${escapeHtml(href)}">${toHtml(node.children)}</a>` : toHtml(node.children);
}

function writeMention(node: Extract<RichNode, { type: 'mention' }>): string {
  if (node.kind === 'everyone') return escapeHtml(`@${node.name}`);
  if (node.kind === 'team')
    return `<span ${TEAM_ATTRIBUTE}="${escapeHtml(node.id)}">${escapeHtml(`@${node.name}`)}</span>`;
  return `<a href="${escapeHtml(userLink(node.id))}">${escapeHtml(node.name)}</a>`;
}

/** True when the tree says no more than its plain text, so that no HTML need be sent. */
export function isPlain(nodes: RichNode[]): boolean {
  const [only, ...others] = nodes;
  if (!only) return true;
  if (others.length > 0 || only.type !== 'paragraph') return false;
  return only.children.every((node) => node.type === 'text' || node.type === 'break' || isBareLink(node));
}

function isBareLink(node: RichNode): boolean {
  if (node.type !== 'link') return false;
  const [label] = node.children;
  return label?.type === 'text' && (label.text === node.href || `${label.text}/` === node.href);
}
