// SPDX-License-Identifier: EUPL-1.2
// Between the editor's document and the text tree that the engine sends.
import type { JSONContent } from '@tiptap/core';
import type { RichMark, RichNode } from '@/engine/rpc/protocol';

export const EVERYONE = '@room';
/** How the ids of teams begin. */
const TEAM = 'team_';

const MARKS: Record<string, RichMark> = { bold: 'strong', italic: 'em', strike: 'strike', code: 'code' };
const MARK_NAMES: Partial<Record<RichNode['type'], string>> = {
  strong: 'bold',
  em: 'italic',
  strike: 'strike',
  code: 'code',
};

export function toRich(doc: JSONContent): RichNode[] {
  return blocks(doc.content);
}

function blocks(nodes: JSONContent[] | undefined): RichNode[] {
  return trimEnds(joinLines((nodes ?? []).flatMap((node) => block(node) ?? [])));
}

/** Lines of a chat message stand directly below each other; an empty line stays one. */
function joinLines(nodes: RichNode[]): RichNode[] {
  const joined: RichNode[] = [];
  for (const node of nodes) {
    const above = joined.at(-1);
    if (node.type === 'paragraph' && above?.type === 'paragraph') {
      joined[joined.length - 1] = {
        type: 'paragraph',
        children: [...above.children, { type: 'break' }, ...node.children],
      };
    } else joined.push(node);
  }
  return joined.map((node) => (node.type === 'paragraph' ? { ...node, children: trimBreaks(node.children) } : node));
}

function trimBreaks(nodes: RichNode[]): RichNode[] {
  const from = nodes.findIndex(({ type }) => type !== 'break');
  const to = nodes.findLastIndex(({ type }) => type !== 'break');
  return from < 0 ? [] : nodes.slice(from, to + 1);
}

function block(node: JSONContent): RichNode | null {
  switch (node.type) {
    case 'paragraph':
      return { type: 'paragraph', children: inline(node.content) };
    case 'codeBlock':
      return { type: 'codeBlock', language: languageOf(node), text: textOf(node) };
    case 'blockquote':
      return { type: 'quote', children: blocks(node.content) };
    case 'bulletList':
      return { type: 'bulletList', children: blocks(node.content) };
    case 'orderedList':
      return { type: 'orderedList', start: Number(node.attrs?.start ?? 1), children: blocks(node.content) };
    case 'listItem':
      return { type: 'listItem', children: listItem(blocks(node.content)) };
    default:
      return null;
  }
}

/** An item of one paragraph is its line; more than that keeps its blocks. */
function listItem(children: RichNode[]): RichNode[] {
  const [first, ...rest] = children;
  if (first?.type !== 'paragraph') return children;
  return rest.some(({ type }) => type === 'paragraph') ? children : [...first.children, ...rest];
}

function languageOf(node: JSONContent): string | null {
  return typeof node.attrs?.language === 'string' && node.attrs.language ? node.attrs.language : null;
}

function textOf(node: JSONContent): string {
  return (node.content ?? []).map(({ text = '' }) => text).join('');
}

function inline(nodes: JSONContent[] | undefined): RichNode[] {
  return (nodes ?? []).flatMap((node) => {
    if (node.type === 'hardBreak') return { type: 'break' as const };
    if (node.type === 'mention') return mention(node);
    return node.text ? marked(node) : [];
  });
}

function mention({ attrs }: JSONContent): RichNode {
  const id = String(attrs?.id ?? '');
  const name = String(attrs?.label ?? id);
  if (id.startsWith(TEAM)) return { type: 'mention', kind: 'team', id, name, mine: false, members: membersOf(attrs) };
  return { type: 'mention', kind: id === EVERYONE ? 'everyone' : 'user', id, name, mine: false };
}

function membersOf(attrs: JSONContent['attrs']): string[] {
  const members: unknown = attrs?.members;
  return Array.isArray(members) ? members.filter((id): id is string => typeof id === 'string') : [];
}

function marked({ text = '', marks = [] }: JSONContent): RichNode {
  return marks.reduce<RichNode>(
    (inner, mark) => {
      if (mark.type === 'link') return { type: 'link', href: String(mark.attrs?.href ?? ''), children: [inner] };
      const type = MARKS[mark.type];
      return type ? { type, children: [inner] } : inner;
    },
    { type: 'text', text },
  );
}

const isBlank = (node: RichNode | undefined) =>
  node?.type === 'paragraph' && node.children.every((child) => child.type === 'text' && !child.text.trim());

function trimEnds(nodes: RichNode[]): RichNode[] {
  let from = 0;
  let to = nodes.length;
  while (from < to && isBlank(nodes[from])) from += 1;
  while (to > from && isBlank(nodes[to - 1])) to -= 1;
  return nodes.slice(from, to);
}

/** A message as the editor's document, for editing it. */
export function fromRich(nodes: readonly RichNode[]): JSONContent {
  return { type: 'doc', content: docBlocks(nodes) };
}

type Inline = Extract<RichNode, { type: 'text' | 'break' | 'mention' | 'link' | RichMark }>;
const INLINE: ReadonlySet<string> = new Set([
  'text',
  'break',
  'mention',
  'link',
  'strong',
  'em',
  'strike',
  'underline',
  'code',
  'sub',
  'sup',
  'spoiler',
]);
const isInline = (node: RichNode): node is Inline => INLINE.has(node.type);

/** Neighbouring inline nodes become one paragraph. */
function docBlocks(nodes: readonly RichNode[]): JSONContent[] {
  const content: JSONContent[] = [];
  let line: Inline[] = [];
  const endLine = () => {
    if (line.length > 0) content.push(...lines(line));
    line = [];
  };
  for (const node of nodes) {
    if (isInline(node)) {
      line.push(node);
      continue;
    }
    endLine();
    content.push(...docBlock(node));
  }
  endLine();
  return content.length > 0 ? content : [{ type: 'paragraph' }];
}

/** One paragraph per line, as the editor makes them. */
function lines(nodes: readonly RichNode[]): JSONContent[] {
  const found: JSONContent[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'break') found.push([]);
    else found.at(-1)?.push(...docInline(node, []));
  }
  return found.map((content) => (content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' }));
}

function docBlock(node: Exclude<RichNode, Inline>): JSONContent[] {
  switch (node.type) {
    case 'codeBlock':
      return [codeBlock(node.text, node.language)];
    case 'quote':
      return [{ type: 'blockquote', content: docBlocks(node.children) }];
    case 'bulletList':
      return [{ type: 'bulletList', content: node.children.map(docItem) }];
    case 'orderedList':
      return [{ type: 'orderedList', attrs: { start: node.start }, content: node.children.map(docItem) }];
    case 'rule':
      return [{ type: 'paragraph' }];
    default:
      return lines(node.children);
  }
}

function codeBlock(text: string, language: string | null): JSONContent {
  return { type: 'codeBlock', attrs: { language }, ...(text ? { content: [{ type: 'text', text }] } : {}) };
}

function docItem(node: RichNode): JSONContent {
  return { type: 'listItem', content: docBlocks('children' in node ? node.children : [node]) };
}

type Mark = NonNullable<JSONContent['marks']>[number];

function docInline(node: RichNode, marks: Mark[]): JSONContent[] {
  if (node.type === 'text') return node.text ? [withMarks({ type: 'text', text: node.text }, marks)] : [];
  if (node.type === 'break') return [{ type: 'hardBreak' }];
  if (node.type === 'mention') return [{ type: 'mention', attrs: { id: node.id, label: node.name } }];
  if (!('children' in node)) return [];
  const mark = markOf(node);
  return node.children.flatMap((child) => docInline(child, mark ? [...marks, mark] : marks));
}

function markOf(node: RichNode): Mark | null {
  if (node.type === 'link') return { type: 'link', attrs: { href: node.href } };
  const type = MARK_NAMES[node.type];
  return type ? { type } : null;
}

function withMarks(node: JSONContent, marks: Mark[]): JSONContent {
  return marks.length > 0 ? { ...node, marks } : node;
}

export interface MentionedPeople {
  mentions: { userId: string; name: string }[];
  mentionsEveryone: boolean;
}

export function mentionsIn(nodes: readonly RichNode[]): MentionedPeople {
  const found = new Map<string, string>();
  const mentioned = (node: Extract<RichNode, { type: 'mention' }>): void => {
    if (node.kind !== 'team') found.set(node.id, node.name);
    else for (const userId of node.members ?? []) if (!found.has(userId)) found.set(userId, node.name);
  };
  const visit = (node: RichNode): void => {
    if (node.type === 'mention') mentioned(node);
    else if ('children' in node) node.children.forEach(visit);
  };
  nodes.forEach(visit);
  const mentionsEveryone = found.delete(EVERYONE);
  return { mentions: [...found].map(([userId, name]) => ({ userId, name })), mentionsEveryone };
}
