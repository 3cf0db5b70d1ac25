// SPDX-License-Identifier: EUPL-1.2
// Sends what stands in the field: text, files, an answer or an edit.
import type { Editor } from '@tiptap/core';
import { useCallback, useRef } from 'react';
import type { Engine } from '@/engine/rpc/client';
import type { SendText } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { showToast } from '@/ui';
import { EMPTY_DOC, isEmptyDoc } from './draft';
import { toMarkdown } from './markdown';
import type { ComposerMode } from './mode';
import { mentionsIn, toRich } from './richDoc';
import type { DraftKeeper } from './useDraft';
import type { Uploads } from './useUploads';

/** A touch keyboard stays as it was. */
const TOUCH = '(pointer: coarse)';

interface Submission {
  roomId: string;
  threadId: string | undefined;
  editor: Editor | null;
  mode: ComposerMode;
  onModeEnd(): void;
  uploads: Uploads;
  draft: DraftKeeper;
  typing: { stopped(): void };
}

export function useSubmit(submission: Submission): () => void {
  const engine = useEngine();
  const latest = useRef(submission);
  latest.current = submission;
  return useCallback(() => {
    const { editor, mode, onModeEnd, uploads, typing } = latest.current;
    if (!editor) return;
    const text = readText(editor);
    const staged = uploads.items.filter(({ state }) => state === 'staged').length;
    if (!text.text && staged === 0) return;
    typing.stopped();
    if (mode?.type === 'edit') sendEdit(engine, latest.current, text);
    else sendNew(engine, latest.current, text, staged);
    onModeEnd();
    if (!matchMedia(TOUCH).matches) editor.commands.focus();
  }, [engine]);
}

type Text = Pick<SendText, 'text' | 'rich' | 'mentions' | 'mentionsEveryone'>;

function readText(editor: Editor): Text {
  const rich = toRich(editor.getJSON());
  return { text: toMarkdown(rich), rich, ...mentionsIn(rich) };
}

/** Says what went wrong and puts the words back, unless new ones stand there. */
function giveBack(editor: Editor): (error: unknown) => void {
  const doc = editor.getJSON();
  return (error) => {
    showToast({ text: errorText(error), tone: 'bad' });
    if (!editor.isDestroyed && isEmptyDoc(editor.getJSON())) editor.commands.setContent(doc);
  };
}

function sendEdit(engine: Engine, { roomId, editor, mode }: Submission, text: Text): void {
  const eventId = mode?.item.eventId;
  if (editor && eventId && text.text) {
    engine.call('messages.edit', { roomId, eventId, ...text }).catch(giveBack(editor));
  }
}

/** One file takes the text as its caption; several follow the text. */
function sendNew(engine: Engine, submission: Submission, text: Text, staged: number): void {
  const { roomId, threadId, editor, mode, uploads, draft } = submission;
  if (!editor) return;
  const failed = giveBack(editor);
  editor.commands.setContent(EMPTY_DOC, { emitUpdate: false });
  draft.clear();
  const reply = mode?.item.eventId ? { replyTo: mode.item.eventId } : {};
  const asText = text.text !== '' && staged !== 1;
  if (asText)
    engine.call('messages.sendText', { roomId, ...text, ...(threadId ? { threadId } : {}), ...reply }).catch(failed);
  if (staged > 0) uploads.send(asText ? {} : { caption: text.text, ...reply });
}
