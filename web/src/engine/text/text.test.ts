// SPDX-License-Identifier: EUPL-1.2
// Text of messages: what people type, what is sent, and what is read from hostile HTML.
import { describe, expect, it } from 'vitest';
import type { RichNode } from '../rpc/models';
import { asEdit, textContent, withReply, withTeamMembers } from './compose';
import { fromHtml } from './html';
import { fromMarkdown } from './markdown';
import { fromPlain, isEmojiOnly, toPlain } from './rich';
import { toHtml } from './write';

const ME = '@anna:agency.example';
const html = (markdown: string, mentions: { userId: string | null; name: string }[] = []) =>
  toHtml(fromMarkdown(markdown, mentions));
const read = (text: string) => fromHtml(text, ME);

/** A message that mentions people, and everybody as `room`. */
function naming(names: string[]) {
  const people = names.filter((name) => name !== 'room');
  const mentions = people.map((name) => ({ userId: `@${name}:x`, name }));
  return textContent({ text: 'look', mentions, mentionsEveryone: people.length < names.length });
}

function everyNode(nodes: RichNode[]): RichNode[] {
  return nodes.flatMap((node) => ['children' in node ? everyNode(node.children) : [], node].flat());
}

describe('Markdown', () => {
  it.each([
    ['**bold** and _italic_', '<p><strong>bold</strong> and <em>italic</em></p>'],
    ['~~old~~ `a < b`', '<p><del>old</del> <code>a &lt; b</code></p>'],
    ['file_name_old.txt 2*3*4', '<p>file_name_old.txt 2*3*4</p>'],
    ['**outer _inner_ end**', '<p><strong>outer <em>inner</em> end</strong></p>'],
    ['[site](https://agency.example/a)', '<p><a href="https://agency.example/a">site</a></p>'],
    ['[bad](javascript:alert)', '<p>[bad](javascript:alert)</p>'],
    ['see https://a.example/b_c_d.', '<p>see <a href="https://a.example/b_c_d">https://a.example/b_c_d</a>.</p>'],
    ['> quoted\n> more\nanswer', '<blockquote><p>quoted<br>more</p></blockquote><p>answer</p>'],
    ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    ['3. three\n4. four', '<ol start="3"><li>three</li><li>four</li></ol>'],
    ['```python\na = 1\n\nb = 2\n```', '<pre><code class="language-python">a = 1\n\nb = 2</code></pre>'],
    ['## Title', '<h2>Title</h2>'],
    ['||secret||', '<p><span data-mx-spoiler>secret</span></p>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['**жирный**текст', '<p>**жирный**текст</p>'],
  ])('%j', (markdown, expected) => {
    expect(html(markdown)).toBe(expected);
  });

  it('links mentions, the longer of two names that begin alike', () => {
    const mentions = [
      { userId: '@igor:a.example', name: 'Igor' },
      { userId: '@igor2:a.example', name: 'Igor Petrov' },
    ];
    expect(html('Ask @Igor Petrov and @Igor', mentions)).toBe(
      '<p>Ask <a href="https://matrix.to/#/%40igor2%3Aa.example">Igor Petrov</a> and <a href="https://matrix.to/#/%40igor%3Aa.example">Igor</a></p>',
    );
  });

  it('leaves the rest of a line with absurdly many marks plain', () => {
    const [paragraph] = fromMarkdown('`a` '.repeat(5000).trim(), []);
    const children = paragraph && 'children' in paragraph ? paragraph.children : [];
    expect(children.length).toBeLessThan(500);
    expect(toPlain(children)).toContain('`a` `a`');
  });
});

describe('content of a message', () => {
  it('sends plain text without HTML', () => {
    expect(textContent({ text: 'Hello\nthere https://a.example/' })).toEqual({
      msgtype: 'm.text',
      body: 'Hello\nthere https://a.example/',
      'm.mentions': {},
    });
  });

  it('carries a team as an element whose text other clients show', () => {
    const team = { type: 'mention' as const, kind: 'team' as const, id: 'team_1', name: 'R&D', mine: false };
    const written = toHtml([team]);
    expect(written).toBe('<span data-chancery-team="team_1">@R&amp;D</span>');
    expect(fromHtml(written, '@me:a')).toEqual([team]);
  });

  it('mentions people by id and everyone only when asked', () => {
    const content = textContent({
      text: '@Igor, @room',
      mentions: [{ userId: '@i:a', name: 'Igor' }],
      mentionsEveryone: true,
    });
    expect(content['m.mentions']).toEqual({ user_ids: ['@i:a'], room: true });
    expect(textContent({ text: '@room' })['m.mentions']).toEqual({});
  });

  it('replies mention the author, but not oneself', () => {
    const reply = withReply(textContent({ text: 'yes' }), '$e', '@i:a', ME);
    expect(reply['m.mentions']).toEqual({ user_ids: ['@i:a'] });
    expect(reply['m.relates_to']).toEqual({ 'm.in_reply_to': { event_id: '$e' } });
    expect(withReply(textContent({ text: 'yes' }), '$e', ME, ME)['m.mentions']).toEqual({});
  });

  it.each([
    ['new people', ['a'], ['a', 'b'], { user_ids: ['@b:x'] }],
    ['nobody again', ['a', 'b'], ['b'], {}],
    ['everybody, once', ['a'], ['a', 'room'], { room: true }],
    ['nobody whom "everybody" meant', ['room'], ['room', 'a'], {}],
    ['each new person of two teams once', ['a'], ['a', 'b', 'c', 'b'], { user_ids: ['@b:x', '@c:x'] }],
  ])('edits mention %s', (_, before, after, told) => {
    const edit = asEdit(naming(after), '$e', [naming(before)]);
    expect(edit['m.mentions']).toEqual(told);
    expect(edit['m.new_content']).toEqual(naming(after));
  });

  it('a second edit does not mention again whom the first one mentioned', () => {
    const edit = asEdit(naming(['a', 'b', 'c']), '$e', [naming(['a']), naming(['a', 'b'])]);
    expect(edit['m.mentions']).toEqual({ user_ids: ['@c:x'] });
  });
});

describe('an edited message with mentions', () => {
  const team: RichNode = { type: 'mention', kind: 'team', id: 'team_1', name: 'Fisheries', mine: false };
  const post: RichNode = { type: 'mention', kind: 'user', id: '@igor:a', name: 'Head of Procurement', mine: false };
  const said = (...children: RichNode[]): RichNode[] => [{ type: 'paragraph', children }];
  const before = textContent({
    text: '@Fisheries @Head of Procurement',
    rich: said({ ...team, members: ['@ivan:a', '@olga:a'] } as RichNode, post),
    mentions: ['@ivan:a', '@olga:a', '@igor:a'].map((userId) => ({ userId, name: userId })),
  });
  const again = fromHtml(String(before.formatted_body), ME);
  const users = (content: object) => (content as { 'm.mentions': { user_ids?: string[] } })['m.mentions'].user_ids;

  it('keeps the people of a team that still stands in it', () => {
    const typed = { text: 'x', rich: said(...again), mentions: [{ userId: '@igor:a', name: 'Head of Procurement' }] };
    const edited = textContent(withTeamMembers(typed, before));
    expect(users(edited)?.sort()).toEqual(['@igor:a', '@ivan:a', '@olga:a']);
    expect(edited.formatted_body).toContain('data-chancery-team="team_1"');
    expect(edited.formatted_body).toContain('Head of Procurement</a>');
  });

  it('lets them go with the team', () => {
    const typed = { text: 'x', rich: said(post), mentions: [{ userId: '@igor:a', name: 'Head of Procurement' }] };
    expect(users(textContent(withTeamMembers(typed, before)))).toEqual(['@igor:a']);
  });
});

describe('HTML of others', () => {
  it('survives a round trip of everything that we send', () => {
    for (const text of ['**a** _b_', '- one\n- two', '```js\nlet a;\n\n  b\n```', '> q', '[s](https://a.example/)']) {
      const tree = fromMarkdown(text, []);
      expect(toHtml(read(toHtml(tree)))).toBe(toHtml(tree));
    }
  });

  it.each([
    '<script>alert(1)</script>ok',
    '<style>*{}</style>ok',
    '<img src=x onerror=alert(1)>ok',
    '<a href="javascript:alert(1)">ok</a>',
    '<a href="data:text/html,x">ok</a>',
    '<a href="&#106;avascript:alert(1)">ok</a>',
    '<svg onload=alert(1)>ok</svg>',
    '<iframe src="https://a.example"></iframe>ok',
    '<mx-reply><blockquote>old</blockquote></mx-reply>ok',
    '<!-- <b>hidden</b> -->ok',
    '<p style="position:fixed" onclick="x">ok</p>',
  ])('leaves only the text of %j', (hostile) => {
    const nodes = read(hostile);
    expect(toPlain(nodes)).toBe('ok');
    expect(everyNode(nodes).some((node) => node.type === 'link')).toBe(false);
  });

  it('reads unclosed, crossed and deeply nested elements', () => {
    expect(toPlain(read('<b>one <i>two</b> three</i> four'))).toBe('one two three four');
    const depth = (nodes: RichNode[]): number =>
      1 + Math.max(0, ...nodes.map((node) => ('children' in node ? depth(node.children) : 0)));
    const deep = read(`${'<b>'.repeat(5000)}x${'</b>'.repeat(5000)}`);
    expect(depth(deep)).toBeLessThan(40);
    expect(toPlain(deep)).toBe('x');
  });

  it('recognises mentions in both kinds of links', () => {
    expect(read(`<a href="https://matrix.to/#/${ME}">Anna</a>`)).toEqual([
      { type: 'mention', kind: 'user', id: ME, name: 'Anna', mine: true },
    ]);
    expect(read('<a href="matrix:u/igor:a.example">@Igor</a>')).toEqual([
      { type: 'mention', kind: 'user', id: '@igor:a.example', name: 'Igor', mine: false },
    ]);
  });

  it('keeps language and spacing of code', () => {
    expect(read('<pre><code class="language-rust">fn a() {\n\n    b();\n}\n</code></pre>')).toEqual([
      { type: 'codeBlock', language: 'rust', text: 'fn a() {\n\n    b();\n}' },
    ]);
  });
});

describe('plain text', () => {
  it('makes links and line breaks, and nothing of angle brackets', () => {
    expect(fromPlain('<b> https://a.example/?q=1, and\nmore')).toEqual([
      { type: 'text', text: '<b> ' },
      { type: 'link', href: 'https://a.example/?q=1', children: [{ type: 'text', text: 'https://a.example/?q=1' }] },
      { type: 'text', text: ', and' },
      { type: 'break' },
      { type: 'text', text: 'more' },
    ]);
  });

  it('knows emoji from digits', () => {
    expect(isEmojiOnly('👍🏽 👨‍👩‍👧')).toBe(true);
    expect(isEmojiOnly('42')).toBe(false);
    expect(isEmojiOnly('ok 👍')).toBe(false);
  });
});
