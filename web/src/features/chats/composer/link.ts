// SPDX-License-Identifier: EUPL-1.2
// Links in the message field: made from an address that is followed by a space, or in the window for links.
import { InputRule, Mark } from '@tiptap/core';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    link: {
      setLink: (attributes: { href: string }) => ReturnType;
      unsetLink: () => ReturnType;
    };
  }
}

/** Signs that end a sentence are rarely part of the address before them. */
const TYPED = /(?:^|\s)(https?:\/\/[^\s]*[^\s.,;:!?)\]}'"])\s$/;

export const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: 'a[href]' }],
  renderHTML: ({ HTMLAttributes }) => ['a', { ...HTMLAttributes, rel: 'noopener noreferrer nofollow' }, 0],
  addCommands() {
    return {
      setLink:
        (attributes) =>
        ({ commands }) =>
          commands.setMark(this.name, attributes),
      unsetLink:
        () =>
        ({ commands }) =>
          commands.unsetMark(this.name, { extendEmptyMarkRange: true }),
    };
  },
  addInputRules() {
    const { type } = this;
    return [
      new InputRule({
        find: TYPED,
        handler: ({ state: { tr }, range, match }) => {
          const [whole, address = ''] = match;
          const from = range.to - address.length;
          tr.addMark(from, range.to, type.create({ href: address })).removeStoredMark(type);
          tr.insertText(whole.slice(-1), range.to);
        },
      }),
    ];
  },
});
