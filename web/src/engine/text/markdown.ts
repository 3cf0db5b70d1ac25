// SPDX-License-Identifier: EUPL-1.2
// Reads the Markdown of a chat message into the text tree: only what people type in chats, and no HTML.
import type { RichNode } from '../rpc/models';
import { type Mention, parseInline } from './inline';

const FENCE = /^\s{0,3}```\s*([\w+#.-]*)\s*$/;
const FENCE_END = /^\s{0,3}```\s*$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const BULLET = /^(\s*)[-*•]\s+(.*)$/;
const ORDERED = /^(\s*)(\d{1,9})[.)]\s+(.*)$/;
const HEADING = /^\s{0,3}(#{1,6})\s+(.+?)\s*#*$/;

export function fromMarkdown(text: string, mentions: Mention[]): RichNode[] {
  return parseBlocks(text.replaceAll('\r\n', '\n').split('\n'), mentions);
}

function parseBlocks(lines: string[], mentions: Mention[]): RichNode[] {
  const nodes: RichNode[] = [];
  let at = 0;
  while (at < lines.length) {
    const block = readBlock(lines, at, mentions);
    if (block.node) nodes.push(block.node);
    at = block.next;
  }
  return nodes;
}

interface Block {
  node: RichNode | null;
  next: number;
}

function readBlock(lines: string[], at: number, mentions: Mention[]): Block {
  const line = lines[at] ?? '';
  if (!line.trim()) return { node: null, next: at + 1 };
  if (FENCE.test(line)) return readFence(lines, at);
  if (QUOTE.test(line)) return readQuote(lines, at, mentions);
  if (BULLET.test(line)) return readList(lines, at, BULLET, mentions);
  if (ORDERED.test(line)) return readList(lines, at, ORDERED, mentions);
  const [, marks = '', title = ''] = HEADING.exec(line) ?? [];
  if (marks)
    return {
      node: { type: 'heading', level: marks.length as 1, children: parseInline(title, mentions) },
      next: at + 1,
    };
  return readParagraph(lines, at, mentions);
}

function readFence(lines: string[], at: number): Block {
  const [, language = ''] = FENCE.exec(lines[at] ?? '') ?? [];
  const end = lines.findIndex((line, index) => index > at && FENCE_END.test(line));
  const last = end < 0 ? lines.length : end;
  const text = lines.slice(at + 1, last).join('\n');
  return { node: { type: 'codeBlock', language: language || null, text }, next: last + 1 };
}

function readQuote(lines: string[], at: number, mentions: Mention[]): Block {
  const next = endOf(lines, at, (line) => QUOTE.test(line));
  const inner = lines.slice(at, next).map((line) => QUOTE.exec(line)?.[1] ?? '');
  return { node: { type: 'quote', children: parseBlocks(inner, mentions) }, next };
}

function readList(lines: string[], at: number, pattern: RegExp, mentions: Mention[]): Block {
  const next = endOf(lines, at, (line) => pattern.test(line));
  const children = lines.slice(at, next).map((line): RichNode => {
    const text = pattern.exec(line)?.at(-1) ?? '';
    return { type: 'listItem', children: parseInline(text, mentions) };
  });
  if (pattern === BULLET) return { node: { type: 'bulletList', children }, next };
  const start = Number.parseInt(ORDERED.exec(lines[at] ?? '')?.[2] ?? '1', 10);
  return { node: { type: 'orderedList', start, children }, next };
}

function readParagraph(lines: string[], at: number, mentions: Mention[]): Block {
  const next = endOf(lines, at, (line) => line.trim() !== '' && !startsBlock(line));
  const children = lines.slice(at, next).flatMap((line, index): RichNode[] => {
    const inline = parseInline(line, mentions);
    return index > 0 ? [{ type: 'break' }, ...inline] : inline;
  });
  return { node: { type: 'paragraph', children }, next };
}

function startsBlock(line: string): boolean {
  return [FENCE, QUOTE, BULLET, ORDERED, HEADING].some((pattern) => pattern.test(line));
}

/** First line after `at` that no longer belongs; the first one always does. */
function endOf(lines: string[], at: number, belongs: (line: string) => boolean): number {
  let next = at + 1;
  while (next < lines.length && belongs(lines[next] ?? '')) next += 1;
  return next;
}
