// SPDX-License-Identifier: EUPL-1.2
// Sends what stands in the field: text, files, an answer or an edit.
import type { Editor } from '@tiptap/core';
import i18next from 'i18next';
import { useCallback, useRef } from 'react';
import type { Engine } from '@/engine/rpc/client';
import type { SendText, SendTime } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { usePreferences } from '@/shared/preferences';
import { showToast } from '@/ui';
import { offerUndo } from '../undo';
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

export function useSubmit(submission: Submission): (time?: SendTime) => void {
  const engine = useEngine();
  const latest = useRef(submission);
  latest.current = submission;
  return useCallback(
    (time?: SendTime) => {
      const { editor, mode, onModeEnd, uploads, typing } = latest.current;
      if (!editor) return;
      const text = readText(editor);
      const staged = uploads.items.filter(({ state }) => state === 'staged').length;
      if (!text.text && staged === 0) return;
      typing.stopped();
      if (mode?.type === 'edit') sendEdit(engine, latest.current, text);
      else sendNew(engine, latest.current, text, time ?? holdTime());
      onModeEnd();
      if (!matchMedia(TOUCH).matches) editor.commands.focus();
    },
    [engine],
  );
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

/** One file, or pictures alone, take the text as their caption; other files follow it. */
function sendNew(engine: Engine, submission: Submission, text: Text, time: SendTime): void {
  const { roomId, threadId, editor, mode, uploads, draft } = submission;
  if (!editor) return;
  const failed = giveBack(editor);
  const takeBack = undoer(engine, editor);
  editor.commands.setContent(EMPTY_DOC, { emitUpdate: false });
  draft.clear();
  const reply = mode?.item.eventId ? { replyTo: mode.item.eventId } : {};
  const staged = uploads.items.filter(({ state }) => state === 'staged');
  const asCaption = staged.length === 1 || (staged.length > 0 && staged.every(({ url }) => url !== null));
  const asText = text.text !== '' && !asCaption;
  const thread = threadId ? { threadId } : {};
  if (asText) {
    const sent = engine.call('messages.sendText', { roomId, ...text, ...thread, ...reply, ...time });
    sent.then(({ key }) => time.holdMs && takeBack(key, time.holdMs)).catch(failed);
  }
  if (staged.length > 0) uploads.send({ ...(asText ? {} : { caption: text.text, ...reply }), ...time });
}

function holdTime(): SendTime {
  const { undoSend } = usePreferences.getState();
  return undoSend > 0 ? { holdMs: undoSend * 1000 } : {};
}

/** Offers to take the message back while it is still here. */
function undoer(engine: Engine, editor: Editor): (key: string, holdMs: number) => void {
  const doc = editor.getJSON();
  return (key, holdMs) => {
    const undo = async () => {
      await engine.call('messages.discard', { key });
      if (!editor.isDestroyed && isEmptyDoc(editor.getJSON())) editor.commands.setContent(doc);
    };
    offerUndo(i18next.t('undo.sent', { ns: 'compose' }), holdMs, undo);
  };
}
