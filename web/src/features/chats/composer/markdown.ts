// SPDX-License-Identifier: EUPL-1.2
// The text tree as Markdown: what clients without formatting show, and what is searched and copied.
import type { RichNode } from '@/engine/rpc/protocol';

export function toMarkdown(nodes: readonly RichNode[]): string {
  return nodes
    .map((node) => blockText(node))
    .join('\n')
    .trim();
}

function blockText(node: RichNode): string {
  switch (node.type) {
    case 'codeBlock':
      return `\`\`\`${node.language ?? ''}\n${node.text}\n\`\`\``;
    case 'quote':
      return prefixed(toMarkdown(node.children), '> ');
    case 'bulletList':
      return node.children.map((item) => itemText(item, '- ')).join('\n');
    case 'orderedList':
      return node.children.map((item, index) => itemText(item, `${node.start + index}. `)).join('\n');
    case 'paragraph':
      return inlineText(node.children);
    default:
      return inlineText([node]);
  }
}

function prefixed(text: string, prefix: string): string {
  return text
    .split('\n')
    .map((line) => prefix + line)
    .join('\n');
}

const NESTED: ReadonlySet<string> = new Set(['bulletList', 'orderedList', 'paragraph', 'quote', 'codeBlock']);

function itemText(item: RichNode, mark: string): string {
  const children = 'children' in item ? item.children : [item];
  const line = inlineText(children.filter(({ type }) => !NESTED.has(type)));
  const below = children.filter(({ type }) => NESTED.has(type)).map((child) => prefixed(blockText(child), '  '));
  return [mark + line, ...below].join('\n');
}

const AROUND: Partial<Record<RichNode['type'], string>> = {
  strong: '**',
  em: '_',
  strike: '~~',
  code: '`',
  spoiler: '||',
};

function inlineText(nodes: readonly RichNode[]): string {
  return nodes.map(inlineNode).join('');
}

function inlineNode(node: RichNode): string {
  if (node.type === 'text') return node.text;
  if (node.type === 'break') return '\n';
  if (node.type === 'mention') return node.kind === 'room' ? node.name : `@${node.name}`;
  if (!('children' in node)) return '';
  const inner = inlineText(node.children);
  if (node.type === 'link')
    return inner === node.href || `${inner}/` === node.href ? inner : `[${inner}](${node.href})`;
  const mark = AROUND[node.type] ?? '';
  return mark + inner + mark;
}
