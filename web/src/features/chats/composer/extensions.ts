// SPDX-License-Identifier: EUPL-1.2
// What the message field can do: formatting by Markdown-like signs, mentions, emoji, and its own keys.
import { Extension, type Extensions } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Bold } from '@tiptap/extension-bold';
import { Code } from '@tiptap/extension-code';
import { CodeBlock } from '@tiptap/extension-code-block';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Italic } from '@tiptap/extension-italic';
import { BulletList } from '@tiptap/extension-list/bullet-list';
import { ListItem } from '@tiptap/extension-list/item';
import { ListKeymap } from '@tiptap/extension-list/keymap';
import { OrderedList } from '@tiptap/extension-list/ordered-list';
import { Mention } from '@tiptap/extension-mention';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Strike } from '@tiptap/extension-strike';
import { Text } from '@tiptap/extension-text';
import { Placeholder } from '@tiptap/extensions/placeholder';
import { UndoRedo } from '@tiptap/extensions/undo-redo';
import { PluginKey } from '@tiptap/pm/state';
import { Suggestion } from '@tiptap/suggestion';
import { searchEmoji } from '@/shared/emoji/data';
import { Link } from './link';
import {
  type Choice,
  type Holder,
  insertEmoji,
  matchPeople,
  matchPosts,
  type PersonChoice,
  renderTo,
  type SuggestHost,
  type TeamChoice,
} from './suggest';

export interface EditorHost extends SuggestHost {
  people(): readonly PersonChoice[];
  /** Who holds posts that are called so, from the directory; nobody without a connection. */
  holders(query: string): Promise<readonly Holder[]>;
  /** My teams that are called so; none without a connection. */
  teams(query: string): Promise<TeamChoice[]>;
  /** What marks a person who holds a post in another's stead. */
  acting(): string;
  language(): string;
  placeholder(): string;
  submit(): void;
  sendLater(): boolean;
  /** True when the key did something. */
  escape(): boolean;
  editLast(): boolean;
  /** On touch keyboards Enter makes a line; the button sends. */
  enterSends(): boolean;
}

const LEAST_LETTERS = 2;
const MOST_CHOICES = 8;

export function composerExtensions(host: EditorHost): Extensions {
  return [
    Document,
    Paragraph,
    Text,
    HardBreak,
    Bold,
    Italic,
    Strike,
    Code,
    CodeBlock,
    Blockquote,
    BulletList,
    OrderedList,
    ListItem,
    ListKeymap,
    Link,
    UndoRedo,
    Placeholder.configure({ placeholder: () => host.placeholder() }),
    people(host),
    emoji(host),
    keys(host),
  ];
}

/** A mention of a team keeps whom it reaches. */
const TeamMention = Mention.extend({
  priority: 1002,
  addAttributes() {
    return { ...this.parent?.(), members: { default: null, rendered: false } };
  },
});

function people(host: EditorHost) {
  return TeamMention.configure({
    suggestion: {
      char: '@',
      // Posts have several words: "@Head of Procurement".
      allowSpaces: true,
      items: async ({ query }) => {
        const people = matchPeople(host.people(), query);
        const [holders, teams] = await Promise.all([host.holders(query), host.teams(query)]);
        const posts = matchPosts(host.people(), holders, query, host.acting());
        return [...people.slice(0, MOST_CHOICES - teams.length), ...teams, ...posts].slice(0, MOST_CHOICES);
      },
      render: renderTo(host, true) as never,
    },
  });
}

function emoji(host: EditorHost) {
  return Extension.create({
    name: 'emojiByName',
    priority: 1001,
    addProseMirrorPlugins() {
      return [
        Suggestion<Choice>({
          editor: this.editor,
          pluginKey: new PluginKey('emojiByName'),
          char: ':',
          items: async ({ query }) => {
            if (query.length < LEAST_LETTERS) return [];
            const hits = await searchEmoji(query, host.language());
            return hits.map((hit): Choice => ({ kind: 'emoji', id: hit.emoji, label: hit.label }));
          },
          command: insertEmoji,
          render: renderTo(host),
        }),
      ];
    },
  });
}

function keys(host: EditorHost) {
  return Extension.create({
    name: 'composerKeys',
    priority: 1000,
    addKeyboardShortcuts() {
      const newLine = () =>
        this.editor.commands.first(({ commands }) => [
          () => commands.newlineInCode(),
          () => commands.splitListItem('listItem'),
          () => commands.liftEmptyBlock(),
          () => commands.splitBlock(),
        ]);
      const send = () => {
        host.submit();
        return true;
      };
      return {
        Enter: () => (host.enterSends() ? send() : newLine()),
        'Mod-Enter': send,
        'Mod-Shift-Enter': () => host.sendLater(),
        'Shift-Enter': newLine,
        Escape: () => host.escape(),
        ArrowUp: () => this.editor.isEmpty && host.editLast(),
      };
    },
  });
}
