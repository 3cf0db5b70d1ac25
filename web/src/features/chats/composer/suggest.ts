// SPDX-License-Identifier: EUPL-1.2
// Suggestions while typing "@name" and ":name": what the editor's plugins find, for the list above the field.
import type { Editor, Range } from '@tiptap/core';
import type { SuggestionOptions, SuggestionProps } from '@tiptap/suggestion';

export interface PersonChoice {
  kind: 'person';
  id: string;
  label: string;
  avatar: string | null;
  hint: string;
  /** Set when `label` is a post that this person holds: the mention says the post, the list shows who it is. */
  holder?: string;
}

export interface EmojiChoice {
  kind: 'emoji';
  id: string;
  label: string;
}

/** A team of the organisation; the mention says its name and reaches its people in this chat. */
export interface TeamChoice {
  kind: 'team';
  id: string;
  label: string;
  hint: string;
  members: string[];
  /** Too many people for one mention: shown with the reason, but not to be chosen. */
  tooLarge: boolean;
}

export type Choice = PersonChoice | TeamChoice | EmojiChoice;

export interface Suggestions {
  items: Choice[];
  /** Null when there is nothing to choose. */
  index: number | null;
  choose(index: number): void;
}

/** Names by which the field tells screen readers of the list. */
export const optionId = (index: number) => `composer-choice-${index}`;
export const SUGGESTIONS_ID = 'composer-choices';

/** The list's side: told of every change, asked about every key. */
export interface SuggestHost {
  show(suggestions: Suggestions | null): void;
}

/** After a space the words may be the rest of a sentence. */
const ONE_WORD = /^\S+$/;

type Render = NonNullable<SuggestionOptions<Choice>['render']>;

/** Connects one plugin with the list; arrows move, Enter and Tab choose, Escape closes. */
export function renderTo(host: SuggestHost, tellsOfNone = false): Render {
  return () => {
    let props: SuggestionProps<Choice> | null = null;
    let index = 0;
    let dismissed = false;
    const choose = (chosen: number) => {
      const item = props?.items[chosen];
      if (item && !(item.kind === 'team' && item.tooLarge)) props?.command(item);
    };
    const show = () => {
      const items = dismissed ? [] : (props?.items ?? []);
      const none = tellsOfNone && !dismissed && ONE_WORD.test(props?.query ?? '');
      if (items.length > 0) host.show({ items, index, choose });
      else host.show(none ? { items, index: null, choose } : null);
    };
    const update = (next: SuggestionProps<Choice>) => {
      props = next;
      index = Math.min(index, Math.max(next.items.length - 1, 0));
      show();
    };
    const move = (step: number, count: number) => {
      index = (index + step + count) % count;
      show();
    };
    const keys: Record<string, (count: number) => void> = {
      Escape: () => {
        dismissed = true;
        show();
      },
      ArrowDown: (count) => move(1, count),
      ArrowUp: (count) => move(-1, count),
      Enter: () => choose(index),
      Tab: () => choose(index),
    };
    return {
      onStart: (next) => {
        index = 0;
        dismissed = false;
        update(next);
      },
      onUpdate: update,
      onExit: () => {
        props = null;
        host.show(null);
      },
      onKeyDown: ({ event }) => {
        const count = dismissed ? 0 : (props?.items.length ?? 0);
        const act = count > 0 ? keys[event.key] : undefined;
        act?.(count);
        return act !== undefined;
      },
    };
  };
}

/** Replaces what was typed by the emoji and a space. */
export function insertEmoji({ editor, range, props }: { editor: Editor; range: Range; props: Choice }): void {
  editor
    .chain()
    .focus()
    .insertContentAt(range, [{ type: 'text', text: `${props.id} ` }])
    .run();
}

/** A holder of a post, as the directory lists them. */
export interface Holder {
  user_id: string;
  name: string;
  post: string;
  acting: boolean;
  unit_name?: string | null;
}

/** Members of the chat who hold a post with this name; the post is what the mention will say. */
export function matchPosts(
  people: readonly PersonChoice[],
  holders: readonly Holder[],
  query: string,
  acting = '',
): PersonChoice[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (!wanted) return [];
  return holders.flatMap(({ user_id: userId, name, post, acting: stands, unit_name: unit }) => {
    const member = people.find(({ id }) => id === userId);
    const named = post.toLocaleLowerCase().includes(wanted);
    const hint = [stands ? `${post} (${acting})` : post, unit].filter(Boolean).join(' · ');
    return member && named ? [{ ...member, label: post, hint, holder: name }] : [];
  });
}

const SHOWN = 7;

/** People whose name has a word beginning with what was typed; those whose first word does come first. */
export function matchPeople(people: readonly PersonChoice[], query: string): PersonChoice[] {
  const wanted = query.toLocaleLowerCase();
  const rank = ({ label, id }: PersonChoice) => {
    const words = label.toLocaleLowerCase().split(/\s+/);
    if (words[0]?.startsWith(wanted)) return 0;
    if (words.some((word) => word.startsWith(wanted))) return 1;
    return id.slice(1).startsWith(wanted) ? 2 : 3;
  };
  return people
    .map((person) => ({ person, place: rank(person) }))
    .filter(({ place }) => place < 3)
    .sort((a, b) => a.place - b.place)
    .slice(0, SHOWN)
    .map(({ person }) => person);
}
