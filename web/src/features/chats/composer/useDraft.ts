// SPDX-License-Identifier: EUPL-1.2
// Keeps unsent text per chat through the engine, which stores it on this device.
import type { Editor } from '@tiptap/core';
import { useEffect, useMemo, useRef } from 'react';
import { useEngine, useEngineEvent } from '@/engine/rpc/react';
import { EMPTY_DOC, isEmptyDoc, readDraft, writeDraft } from './draft';

const SAVE_MS = 500;

export interface DraftKeeper {
  /** Called on every change of the text. */
  changed(): void;
  /** The text was sent. */
  clear(): void;
}

/** `isPaused`: an old message is being edited, which is not a draft. */
export function useDraft(
  roomId: string,
  threadId: string | undefined,
  editor: Editor | null,
  isPaused: boolean,
): DraftKeeper {
  const engine = useEngine();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ editor, isPaused });
  latest.current = { editor, isPaused };
  const place = useMemo(() => ({ roomId, ...(threadId ? { threadId } : {}) }), [roomId, threadId]);
  const save = useRef((_text: string): void => undefined);
  save.current = (text) => void engine.call('rooms.setDraft', { ...place, text }).catch(() => undefined);

  useEffect(() => {
    let left = false;
    engine
      .call('rooms.getDraft', place)
      .then(({ text }) => {
        const doc = readDraft(text);
        const { editor: now, isPaused: paused } = latest.current;
        if (!left && doc && now && !paused && isEmptyDoc(now.getJSON()))
          now.commands.setContent(doc, { emitUpdate: false });
      })
      .catch(() => undefined);
    return () => {
      left = true;
    };
  }, [engine, place]);

  // Another device wrote or sent it; what is being typed here at this moment is not taken away.
  useEngineEvent((event) => {
    if (event.type !== 'draft' || event.place.roomId !== roomId || event.place.threadId !== threadId) return;
    const { editor: now, isPaused: paused } = latest.current;
    if (!now || now.isDestroyed || paused || timer.current !== undefined) return;
    now.commands.setContent(readDraft(event.text) ?? EMPTY_DOC, { emitUpdate: false });
  });

  useEffect(
    () => () => {
      if (timer.current === undefined) return;
      clearTimeout(timer.current);
      const { editor: now, isPaused: paused } = latest.current;
      if (now && !now.isDestroyed && !paused) save.current(writeDraft(now.getJSON()));
    },
    [],
  );

  const keeper = useRef<DraftKeeper>({
    changed: () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        timer.current = undefined;
        const { editor: now, isPaused: paused } = latest.current;
        if (now && !now.isDestroyed && !paused) save.current(writeDraft(now.getJSON()));
      }, SAVE_MS);
    },
    clear: () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      save.current('');
    },
  });
  return keeper.current;
}
