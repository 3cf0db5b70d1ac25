// SPDX-License-Identifier: EUPL-1.2
// The editor with its banner, files, formatting and buttons.
import { EditorContent } from '@tiptap/react';
import { lazy, Suspense, useEffect, useImperativeHandle, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine, useEngineStatus } from '@/engine/rpc/react';
import { classes, useIsPhone } from '@/ui';
import { useLater } from '../later/useLater';
import { PollButton } from '../polls/PollButton';
import { canRecord, useRecorder } from '../voice/useRecorder';
import { useSendVoice } from '../voice/useSendVoice';
import type { ComposerProps } from './Composer';
import styles from './Composer.module.css';
import { ComposerTools, SendTools } from './ComposerTools';
import { optionId, SUGGESTIONS_ID } from './suggest';
import { useDraft } from './useDraft';
import { useEditing } from './useEditing';
import { type FieldWords, useEditorHost } from './useEditorHost';
import { useSubmit } from './useSubmit';
import { useTypingNotice } from './useTypingNotice';
import { useUploads } from './useUploads';

const SuggestionList = lazy(() => import('./SuggestionList').then((module) => ({ default: module.SuggestionList })));
const ModeBanner = lazy(() => import('./ModeBanner').then((module) => ({ default: module.ModeBanner })));
const FormatBar = lazy(() => import('./FormatBar').then((module) => ({ default: module.FormatBar })));
const LaterParts = lazy(() => import('../later/LaterParts').then((module) => ({ default: module.LaterParts })));
const UploadTray = lazy(() => import('./UploadTray').then((module) => ({ default: module.UploadTray })));
const VoiceBar = lazy(() => import('../voice/VoiceBar').then((module) => ({ default: module.VoiceBar })));

export function ComposerField({ room, threadId, mode, onModeEnd, onEditLast, ref }: ComposerProps) {
  const engine = useEngine();
  const phone = useIsPhone();
  const { value: status } = useEngineStatus();
  const uploads = useUploads(room.roomId, threadId);
  const typing = useTypingNotice(room.roomId);
  const [formats, setFormats] = useState(false);
  const offline = status?.connection === 'offline';
  const { editor, suggestions } = useEditorHost(room, useFieldWords(threadId !== undefined, offline), {
    submit: () => submit(),
    escape: () => {
      if (mode) onModeEnd();
      return mode !== null;
    },
    sendLater: () => later.supported && mode?.type !== 'edit' && later.setOpen('time'),
    editLast: () => {
      onEditLast();
      return true;
    },
    changed: () => {
      draft.changed();
      if (editor && !editor.isEmpty && mode?.type !== 'edit') typing.typed();
    },
    files: (files) => room.myRights.sendFiles && uploads.add(files),
  });
  const draft = useDraft(room.roomId, threadId, editor, mode?.type === 'edit');
  useEditing(editor, mode);
  const submit = useSubmit({ roomId: room.roomId, threadId, editor, mode, onModeEnd, uploads, draft, typing });
  const later = useLater(room.roomId, submit);
  const voice = useRecorder();
  const sendVoice = useSendVoice({ roomId: room.roomId, ...(threadId ? { threadId } : {}) }, voice);
  const recording = voice.state.step !== 'idle';
  useFocusOnOpen(editor, phone, recording);
  useListed(editor, suggestions?.index ?? null);
  useMembersForMentions(engine, room.roomId, room.membersComplete);
  useImperativeHandle(
    ref,
    () => ({
      focus: () => void editor?.commands.focus('end'),
      addFiles: (files) => {
        uploads.add(files);
        editor?.commands.focus('end');
      },
    }),
    [editor, uploads],
  );
  return (
    <div className={classes(styles.box, mode?.type === 'edit' && styles.editing)}>
      <Suspense fallback={null}>{suggestions && <SuggestionList suggestions={suggestions} />}</Suspense>
      <Suspense fallback={null}>{mode && <ModeBanner mode={mode} onEnd={onModeEnd} />}</Suspense>
      <Suspense fallback={null}>{(later.count > 0 || later.open) && <LaterParts later={later} room={room} />}</Suspense>
      <Suspense fallback={null}>
        {uploads.items.length > 0 && <UploadTray uploads={uploads} onSend={submit} />}
      </Suspense>
      <Suspense fallback={null}>{formats && editor && <FormatBar editor={editor} />}</Suspense>
      {recording && (
        <Suspense fallback={null}>
          <VoiceBar voice={voice} onSend={() => void sendVoice()} />
        </Suspense>
      )}
      <div className={styles.line} hidden={recording}>
        <EditorContent editor={editor} className={styles.text} />
        <div className={styles.tools}>
          {room.myRights.send && mode?.type !== 'edit' && <PollButton roomId={room.roomId} threadId={threadId} />}
          <ComposerTools
            editor={editor}
            canAttach={room.myRights.sendFiles && mode?.type !== 'edit'}
            onFiles={(files) => {
              uploads.add(files);
              // The window of the system gives the focus back first.
              setTimeout(() => editor?.commands.focus('end'));
            }}
            formats={formats}
            onFormats={setFormats}
          />
          <SendTools
            editor={editor}
            hasFiles={uploads.items.some(({ state }) => state === 'staged')}
            onSend={() => submit()}
            later={mode?.type === 'edit' ? null : later}
            onRecord={room.myRights.sendFiles && !mode && canRecord() ? voice.start : null}
          />
        </div>
      </div>
    </div>
  );
}

/** The field of a thread has a name of its own, since both may be on the screen. */
function useFieldWords(inThread: boolean, offline: boolean): FieldWords {
  const { t } = useTranslation(['chats', 'conversation']);
  const label = inThread ? t('conversation:thread.field') : t('composer.label');
  if (offline) return { label, placeholder: t('composer.placeholderOffline') };
  return { label, placeholder: inThread ? label : t('composer.placeholder') };
}

type Editor = ReturnType<typeof useEditorHost>['editor'];

/** Not on a phone, which would open its keyboard over the messages, and only after a recording. */
function useFocusOnOpen(editor: Editor, phone: boolean, recording: boolean): void {
  useEffect(() => {
    if (!editor || phone || recording || document.activeElement?.closest('[role="dialog"]')) return;
    editor.commands.focus('end');
  }, [editor, phone, recording]);
}

/** Tells screen readers which suggestion Enter would take. */
function useListed(editor: Editor, index: number | null): void {
  useEffect(() => {
    const field = editor?.view.dom;
    if (!field) return;
    if (index === null) {
      field.removeAttribute('aria-activedescendant');
      field.removeAttribute('aria-controls');
      return;
    }
    field.setAttribute('aria-controls', SUGGESTIONS_ID);
    field.setAttribute('aria-activedescendant', optionId(index));
  }, [editor, index]);
}

function useMembersForMentions(engine: ReturnType<typeof useEngine>, roomId: string, complete: boolean): void {
  useEffect(() => {
    if (!complete) engine.call('rooms.loadMembers', { roomId }).catch(() => undefined);
  }, [engine, roomId, complete]);
}
