// SPDX-License-Identifier: EUPL-1.2
// The editor's document, the text tree, Markdown and drafts hold the same words.
import type { JSONContent } from '@tiptap/core';
import { expect, test } from 'vitest';
import type { RichNode } from '@/engine/rpc/protocol';
import { isEmptyDoc, readDraft, textDoc, writeDraft } from './draft';
import { toMarkdown } from './markdown';
import { fromRich, mentionsIn, toRich } from './richDoc';

const p = (...content: JSONContent[]): JSONContent => ({ type: 'paragraph', content });
const words = (text: string, ...marks: string[]): JSONContent => ({
  type: 'text',
  text,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const doc = (...content: JSONContent[]): JSONContent => ({ type: 'doc', content });
const anna: JSONContent = { type: 'mention', attrs: { id: '@anna:test', label: 'Anna Sokolova' } };

test('lines below each other are one paragraph, empty ends fall away', () => {
  expect(toRich(doc(p(), p(words('one')), p(), p(words('two')), p()))).toEqual([
    {
      type: 'paragraph',
      children: [{ type: 'text', text: 'one' }, { type: 'break' }, { type: 'break' }, { type: 'text', text: 'two' }],
    },
  ]);
});

test('an empty document is an empty tree', () => {
  expect(toRich(doc(p()))).toEqual([]);
  expect(toMarkdown(toRich(doc(p(words('  ')))))).toBe('');
});

test('marks, mentions, lists, quotes and code become Markdown', () => {
  const typed = doc(
    p(words('Dear '), anna, words(', '), words('urgent', 'bold'), words(' and '), words('late', 'italic')),
    {
      type: 'bulletList',
      content: [
        { type: 'listItem', content: [p(words('first'))] },
        { type: 'listItem', content: [p(words('second'))] },
      ],
    },
    { type: 'blockquote', content: [p(words('quoted'))] },
    { type: 'codeBlock', attrs: { language: 'sql' }, content: [words('select 1;')] },
  );
  expect(toMarkdown(toRich(typed))).toBe(
    'Dear @Anna Sokolova, **urgent** and _late_\n- first\n- second\n> quoted\n```sql\nselect 1;\n```',
  );
});

test('a link shows its words, a bare address only itself', () => {
  const link = (text: string, href: string): RichNode[] => [
    { type: 'paragraph', children: [{ type: 'link', href, children: [{ type: 'text', text }] }] },
  ];
  expect(toMarkdown(link('the order', 'https://example.org/'))).toBe('[the order](https://example.org/)');
  expect(toMarkdown(link('https://example.org', 'https://example.org/'))).toBe('https://example.org');
});

test('a message goes into the editor and back unchanged', () => {
  const nodes: RichNode[] = [
    {
      type: 'paragraph',
      children: [
        { type: 'strong', children: [{ type: 'text', text: 'Bold' }] },
        { type: 'break' },
        { type: 'mention', kind: 'user', id: '@anna:test', name: 'Anna', mine: false },
      ],
    },
    { type: 'orderedList', start: 3, children: [{ type: 'listItem', children: [{ type: 'text', text: 'third' }] }] },
    { type: 'codeBlock', language: null, text: 'x' },
  ];
  expect(toRich(fromRich(nodes))).toEqual(nodes);
});

test('mentions are told apart from the mention of everybody', () => {
  const rich = toRich(doc(p(anna, words(' '), { type: 'mention', attrs: { id: '@room', label: 'room' } })));
  expect(mentionsIn(rich)).toEqual({
    mentions: [{ userId: '@anna:test', name: 'Anna Sokolova' }],
    mentionsEveryone: true,
  });
});

test('a draft survives being stored, and an empty one is nothing', () => {
  const typed = doc(p(words('half a sen'), anna));
  expect(readDraft(writeDraft(typed))).toEqual(typed);
  expect(writeDraft(doc(p(words('  '))))).toBe('');
  expect(readDraft('')).toBeNull();
  expect(readDraft('plain\nlines')).toEqual(textDoc('plain\nlines'));
  expect(readDraft('{"type":"script"}')).toBeNull();
});

test('a mention alone is not empty', () => {
  expect(isEmptyDoc(doc(p(anna)))).toBe(false);
  expect(isEmptyDoc(doc(p()))).toBe(true);
});

test('a mention of a team mentions its people, each of them once', () => {
  const team: JSONContent = {
    type: 'mention',
    attrs: { id: 'team_1', label: 'Budget', members: ['@anna:test', '@boris:test'] },
  };
  const rich = toRich(doc(p(words('Dear '), anna, words(' and '), team)));
  expect(toMarkdown(rich)).toBe('Dear @Anna Sokolova and @Budget');
  expect(mentionsIn(rich)).toEqual({
    mentions: [
      { userId: '@anna:test', name: 'Anna Sokolova' },
      { userId: '@boris:test', name: 'Budget' },
    ],
    mentionsEveryone: false,
  });
});
