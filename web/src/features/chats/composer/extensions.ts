// SPDX-License-Identifier: EUPL-1.2
// What the message field can do: formatting by Markdown-like signs, mentions, emoji, and its own keys.
import { Extension, type Extensions } from '@tiptap/core';
import { Mention } from '@tiptap/extension-mention';
import { Placeholder } from '@tiptap/extensions';
import { PluginKey } from '@tiptap/pm/state';
import { StarterKit } from '@tiptap/starter-kit';
import { Suggestion } from '@tiptap/suggestion';
import { searchEmoji } from '@/shared/emoji/data';
import {
  type Choice,
  insertEmoji,
  matchPeople,
  matchPosts,
  type PersonChoice,
  renderTo,
  type SuggestHost,
} from './suggest';

export interface EditorHost extends SuggestHost {
  people(): readonly PersonChoice[];
  /** Who holds posts that are called so, from the directory; nobody without a connection. */
  holders(query: string): Promise<readonly { user_id: string; name: string; post: string }[]>;
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
    StarterKit.configure({
      heading: false,
      horizontalRule: false,
      underline: false,
      dropcursor: false,
      trailingNode: false,
      link: {
        openOnClick: false,
        autolink: true,
        linkOnPaste: true,
        defaultProtocol: 'https',
        protocols: ['mailto', 'tel'],
      },
    }),
    Placeholder.configure({ placeholder: () => host.placeholder() }),
    people(host),
    emoji(host),
    keys(host),
  ];
}

function people(host: EditorHost) {
  return Mention.extend({ priority: 1002 }).configure({
    suggestion: {
      char: '@',
      // Posts have several words: "@Head of Procurement".
      allowSpaces: true,
      items: async ({ query }) => {
        const people = matchPeople(host.people(), query);
        const posts = matchPosts(host.people(), await host.holders(query), query);
        return [...people, ...posts].slice(0, MOST_CHOICES);
      },
      render: renderTo(host) as never,
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
