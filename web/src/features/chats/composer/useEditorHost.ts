// SPDX-License-Identifier: EUPL-1.2
// The editor of one chat and the bridge between its plugins and the components around it.
import { Fragment, Slice } from '@tiptap/pm/model';
import { type Editor, useEditor } from '@tiptap/react';
import i18next from 'i18next';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { usePreferences } from '@/shared/preferences';
import { useSession } from '@/shared/session';
import { EMPTY_DOC, textLines } from './draft';
import { composerExtensions, type EditorHost } from './extensions';
import { EVERYONE } from './richDoc';
import type { PersonChoice, Suggestions } from './suggest';

const TOUCH = '(pointer: coarse)';

export interface EditorEvents {
  submit(): void;
  /** True when the key did something. */
  sendLater(): unknown;
  escape(): boolean;
  editLast(): boolean;
  changed(): void;
  files(files: File[]): void;
}

export interface EditorParts {
  editor: Editor | null;
  suggestions: Suggestions | null;
}

export interface FieldWords {
  label: string;
  placeholder: string;
}

export function useEditorHost(
  room: RoomDetails,
  { label, placeholder }: FieldWords,
  events: EditorEvents,
): EditorParts {
  const { i18n } = useTranslation('chats');
  const [suggestions, setSuggestions] = useState<Suggestions | null>(null);
  const { user_id: me } = useSession();
  const people = usePeopleChoices(room, me);
  const latest = useRef({ events, people, placeholder, language: i18n.language });
  latest.current = { events, people, placeholder, language: i18n.language };
  const [host] = useState(
    (): EditorHost => ({
      show: setSuggestions,
      people: () => latest.current.people,
      holders: async (query) => (await import('./teams')).findHolders(query),
      teams: async (query) => (await import('./teams')).findTeams(query, latest.current.people, me),
      acting: () => i18next.t('composer.acting', { ns: 'chats' }),
      language: () => latest.current.language,
      placeholder: () => latest.current.placeholder,
      submit: () => latest.current.events.submit(),
      sendLater: () => latest.current.events.sendLater() !== false,
      escape: () => latest.current.events.escape(),
      editLast: () => latest.current.events.editLast(),
      enterSends: () => !matchMedia(TOUCH).matches && usePreferences.getState().sendKey === 'enter',
    }),
  );
  const editor = useEditor({
    extensions: useMemo(() => composerExtensions(host), [host]),
    content: EMPTY_DOC,
    injectCSS: false,
    // An editor made while rendering is destroyed again when the commit takes longer than a tick.
    immediatelyRender: false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-autocomplete': 'list',
        spellcheck: 'true',
      },
      handlePaste: (view, event) => paste(view, event, latest.current.events),
    },
    onUpdate: () => latest.current.events.changed(),
  });
  return { editor, suggestions };
}

type View = Editor['view'];

/** Files go to the queue. Text is taken plain: the page's policy lets no foreign HTML be parsed. */
function paste(view: View, event: ClipboardEvent, events: EditorEvents): boolean {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length > 0) {
    events.files(files);
    return true;
  }
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!text) return true;
  const { state } = view;
  if (state.selection.$from.parent.type.spec.code) {
    view.dispatch(state.tr.insertText(text.replaceAll(/\r\n?/g, '\n')).scrollIntoView());
    return true;
  }
  const lines = textLines(text).map((line) => state.schema.nodeFromJSON(line));
  // Open at both ends: the first and the last line join the text around them.
  view.dispatch(state.tr.replaceSelection(new Slice(Fragment.from(lines), 1, 1)).scrollIntoView());
  return true;
}

function usePeopleChoices(room: RoomDetails, me: string): PersonChoice[] {
  const { t } = useTranslation('chats');
  const { members, myRights } = room;
  return useMemo(() => {
    const others = members
      .filter(({ membership, userId }) => membership === 'join' && userId !== me)
      .map(
        ({ userId, name, avatar, ambiguous }): PersonChoice => ({
          kind: 'person',
          id: userId,
          label: name,
          avatar,
          hint: ambiguous ? userId : '',
        }),
      );
    if (!myRights.mentionEveryone || others.length < 2) return others;
    return [...others, { kind: 'person', id: EVERYONE, label: 'room', avatar: null, hint: t('composer.everyone') }];
  }, [members, me, myRights.mentionEveryone, t]);
}
