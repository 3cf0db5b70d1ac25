// SPDX-License-Identifier: EUPL-1.2
// Reads the HTML of a message into the text tree; what is not on the list of allowed elements leaves only its text.
import type { RichNode } from '../rpc/models';
import { decodeEntities } from './entities';
import { readMention, readTeam, TEAM_ATTRIBUTE } from './mentions';
import { linkify, safeHref } from './rich';

/** Deeper nesting is flattened: the specification lets clients set such a limit, 100 there. */
const MAX_DEPTH = 32;
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g;
const ATTRIBUTE = /([a-zA-Z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

type Attributes = Map<string, string>;
type Make = (children: RichNode[], attributes: Attributes, me: string) => RichNode[];

interface Frame {
  tag: string;
  attributes: Attributes;
  children: RichNode[];
}

const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img']);
/** Elements whose text is not for reading. */
const DROPPED: ReadonlySet<string> = new Set(['script', 'style', 'head', 'title', 'template', 'mx-reply']);

const simple =
  (
    type:
      | 'strong'
      | 'em'
      | 'strike'
      | 'underline'
      | 'sub'
      | 'sup'
      | 'quote'
      | 'bulletList'
      | 'listItem'
      | 'table'
      | 'tableRow'
      | 'tableHeader'
      | 'tableCell'
      | 'paragraph'
      | 'code',
  ): Make =>
  (children) => [{ type, children }];

const heading =
  (level: 1 | 2 | 3 | 4 | 5 | 6): Make =>
  (children) => [{ type: 'heading', level, children }];

const ELEMENTS: Record<string, Make> = {
  b: simple('strong'),
  strong: simple('strong'),
  i: simple('em'),
  em: simple('em'),
  s: simple('strike'),
  del: simple('strike'),
  strike: simple('strike'),
  u: simple('underline'),
  ins: simple('underline'),
  sub: simple('sub'),
  sup: simple('sup'),
  code: simple('code'),
  blockquote: simple('quote'),
  p: simple('paragraph'),
  div: simple('paragraph'),
  ul: simple('bulletList'),
  li: simple('listItem'),
  table: simple('table'),
  tr: simple('tableRow'),
  th: simple('tableHeader'),
  td: simple('tableCell'),
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(5),
  h6: heading(6),
  br: () => [{ type: 'break' }],
  hr: () => [{ type: 'rule' }],
  img: (_children, attributes) => [{ type: 'text', text: attributes.get('alt') ?? attributes.get('title') ?? '' }],
  ol: (children, attributes) => [
    { type: 'orderedList', start: Number.parseInt(attributes.get('start') ?? '1', 10) || 1, children },
  ],
  pre: (children) => [{ type: 'codeBlock', language: languageOf(children), text: toText(children).replace(/\n$/, '') }],
  a: (children, attributes, me) => makeLink(children, attributes.get('href') ?? '', me),
  span: (children, attributes) => makeSpan(children, attributes),
};

function makeSpan(children: RichNode[], attributes: Attributes): RichNode[] {
  const team = attributes.get(TEAM_ATTRIBUTE);
  if (team) return [readTeam(team, children)];
  return attributes.has('data-mx-spoiler') ? [{ type: 'spoiler', children }] : children;
}

/** `me` marks mentions of the person who reads. */
export function fromHtml(html: string, me: string): RichNode[] {
  const reader = new Reader(me);
  let from = 0;
  for (const match of html.matchAll(TOKEN)) {
    reader.text(html.slice(from, match.index));
    from = match.index + match[0].length;
    const [, slash, name, rest] = match;
    if (!name) continue;
    if (slash) reader.close(name.toLowerCase());
    else reader.open(name.toLowerCase(), rest ?? '');
  }
  reader.text(html.slice(from));
  return reader.finish();
}

class Reader {
  private readonly stack: Frame[] = [{ tag: '', attributes: new Map(), children: [] }];

  constructor(private readonly me: string) {}

  text(raw: string): void {
    if (!raw || this.inside(DROPPED)) return;
    const text = decodeEntities(raw);
    if (this.inside(PREFORMATTED)) this.add([{ type: 'text', text }]);
    else if (text.trim() || !text.includes('\n'))
      this.add(this.inside(UNLINKED) ? [{ type: 'text', text }] : linkify(text));
  }

  open(tag: string, rest: string): void {
    const attributes = readAttributes(rest);
    if (VOID.has(tag)) this.add(ELEMENTS[tag]?.([], attributes, this.me) ?? []);
    else if (this.stack.length < MAX_DEPTH) this.stack.push({ tag, attributes, children: [] });
  }

  close(tag: string): void {
    const at = this.stack.findLastIndex((frame) => frame.tag === tag);
    if (at < 1) return;
    while (this.stack.length > at) this.fold();
  }

  finish(): RichNode[] {
    while (this.stack.length > 1) this.fold();
    return this.top().children;
  }

  private fold(): void {
    const frame = this.stack.pop();
    if (!frame || DROPPED.has(frame.tag)) return;
    const make = ELEMENTS[frame.tag];
    const kept = frame.tag === 'code' && this.inside(PREFORMATTED) ? keepLanguage(frame) : undefined;
    this.add(kept ?? (make ? make(frame.children, frame.attributes, this.me) : frame.children));
  }

  private add(nodes: RichNode[]): void {
    this.top().children.push(...nodes.filter((node) => node.type !== 'text' || node.text !== ''));
  }

  private inside(tags: ReadonlySet<string>): boolean {
    return this.stack.some((frame) => tags.has(frame.tag));
  }

  private top(): Frame {
    const top = this.stack.at(-1);
    if (!top) throw new Error('The stack of elements is never empty.');
    return top;
  }
}

const PREFORMATTED: ReadonlySet<string> = new Set(['pre']);
const UNLINKED: ReadonlySet<string> = new Set(['a', 'code']);

function readAttributes(rest: string): Attributes {
  const found: Attributes = new Map();
  for (const [, name = '', double, single, bare] of rest.matchAll(ATTRIBUTE)) {
    found.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''));
  }
  return found;
}

function makeLink(children: RichNode[], href: string, me: string): RichNode[] {
  const mention = readMention(href, children, me);
  if (mention) return [mention];
  const safe = safeHref(href);
  return safe ? [{ type: 'link', href: safe, children }] : children;
}

/** Inside `pre`, `code` only carries the language; it travels as a marked code block to the enclosing `pre`. */
function keepLanguage(frame: Frame): RichNode[] {
  const [, language = null] = /(?:^|\s)language-([\w+#.-]+)/.exec(frame.attributes.get('class') ?? '') ?? [];
  return [{ type: 'codeBlock', language, text: toText(frame.children) }];
}

function languageOf(children: RichNode[]): string | null {
  const [only] = children;
  return only?.type === 'codeBlock' ? only.language : null;
}

/** Unlike `toPlain` it keeps every space and line break. */
function toText(nodes: RichNode[]): string {
  return nodes.map(textOf).join('');
}

function textOf(node: RichNode): string {
  if (node.type === 'text' || node.type === 'codeBlock') return node.text;
  if (node.type === 'break') return '\n';
  return 'children' in node ? toText(node.children) : '';
}
