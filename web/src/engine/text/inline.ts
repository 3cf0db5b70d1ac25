// SPDX-License-Identifier: EUPL-1.2
// Marks inside one line of a message: code, bold, italic, strike, links and mentions.
import type { RichNode } from '../rpc/models';
import { linkify, safeHref } from './rich';

export interface Mention {
  /** Null: everyone in the room. */
  userId: string | null;
  name: string;
}

interface Found {
  at: number;
  length: number;
  node: RichNode;
}

type Finder = (text: string, mentions: Mention[]) => Found | null;

/** Letters before or after `_` or `*` mean that it is part of a word, as in file_name_old. */
const MARKS: { pattern: RegExp; type: 'strong' | 'em' | 'strike' | 'spoiler' }[] = [
  { pattern: /(?<![\p{L}\p{N}*])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\p{L}\p{N}*])/u, type: 'strong' },
  { pattern: /(?<![\p{L}\p{N}_])__(?=\S)(.+?)(?<=\S)__(?![\p{L}\p{N}_])/u, type: 'strong' },
  { pattern: /(?<![\p{L}\p{N}*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\p{L}\p{N}*])/u, type: 'em' },
  { pattern: /(?<![\p{L}\p{N}_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\p{L}\p{N}_])/u, type: 'em' },
  { pattern: /(?<![\p{L}\p{N}~])~~(?=\S)(.+?)(?<=\S)~~(?![\p{L}\p{N}~])/u, type: 'strike' },
  { pattern: /(?<![\p{L}\p{N}|])\|\|(?=\S)(.+?)(?<=\S)\|\|(?![\p{L}\p{N}|])/u, type: 'spoiler' },
];
const CODE = /(`+)(.+?)\1/;
const LINK = /\[([^\]\n]+)\]\(([^\s()]+)\)/;

/** Nobody types more marks into one line; what follows stays plain, so that a pasted dump cannot stall the engine. */
const MAX_NODES = 400;

const FINDERS: Finder[] = [findCode, findLink, findAddress, findMention, findMark];

export function parseInline(text: string, mentions: Mention[]): RichNode[] {
  const nodes: RichNode[] = [];
  let rest = text;
  while (rest && nodes.length < MAX_NODES) {
    const found = firstOf(rest, mentions);
    if (!found) break;
    if (found.at > 0) nodes.push({ type: 'text', text: rest.slice(0, found.at) });
    nodes.push(found.node);
    rest = rest.slice(found.at + found.length);
  }
  return rest ? [...nodes, { type: 'text', text: rest }] : nodes;
}

/** The earliest; at the same place the order of `FINDERS` decides. */
function firstOf(text: string, mentions: Mention[]): Found | null {
  let first: Found | null = null;
  for (const find of FINDERS) {
    const found = find(text, mentions);
    if (found && (!first || found.at < first.at)) first = found;
  }
  return first;
}

function findCode(text: string): Found | null {
  const match = CODE.exec(text);
  if (!match) return null;
  const inner = (match[2] ?? '').trim();
  return {
    at: match.index,
    length: match[0].length,
    node: { type: 'code', children: [{ type: 'text', text: inner }] },
  };
}

function findLink(text: string, mentions: Mention[]): Found | null {
  const match = LINK.exec(text);
  const href = safeHref(match?.[2] ?? '');
  if (!match || !href) return null;
  const children = parseInline(match[1] ?? '', mentions).filter(
    (node) => node.type !== 'link' && node.type !== 'mention',
  );
  return { at: match.index, length: match[0].length, node: { type: 'link', href, children } };
}

function findAddress(text: string): Found | null {
  let at = 0;
  for (const node of linkify(text)) {
    if (node.type === 'link') return { at, length: lengthOf(node), node };
    at += lengthOf(node);
  }
  return null;
}

function lengthOf(node: RichNode): number {
  if (node.type === 'text') return node.text.length;
  return 'children' in node ? node.children.reduce((sum, child) => sum + lengthOf(child), 0) : 0;
}

function findMention(text: string, mentions: Mention[]): Found | null {
  let first: Found | null = null;
  for (const { userId, name } of mentions) {
    const at = text.indexOf(`@${name}`);
    if (at < 0 || (first && first.at < at)) continue;
    // Of two names where one begins with the other, the longer is meant.
    if (first && first.at === at && first.length > name.length + 1) continue;
    first = { at, length: name.length + 1, node: mentionNode(userId, name) };
  }
  return first;
}

function mentionNode(userId: string | null, name: string): RichNode {
  if (userId === null) return { type: 'mention', kind: 'everyone', id: '@room', name, mine: true };
  return { type: 'mention', kind: 'user', id: userId, name, mine: false };
}

function findMark(text: string, mentions: Mention[]): Found | null {
  let first: Found | null = null;
  for (const { pattern, type } of MARKS) {
    const match = pattern.exec(text);
    if (!match || (first && first.at <= match.index)) continue;
    first = {
      at: match.index,
      length: match[0].length,
      node: { type, children: parseInline(match[1] ?? '', mentions) },
    };
  }
  return first;
}
