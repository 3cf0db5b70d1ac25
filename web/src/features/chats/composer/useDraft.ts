// SPDX-License-Identifier: EUPL-1.2
// Keeps unsent text per chat through the engine, which stores it on this device.
import type { Editor } from '@tiptap/core';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { DraftPlace } from '@/engine/rpc/protocol';
import { useEngine, useEngineEvent } from '@/engine/rpc/react';
import { EMPTY_DOC, isEmptyDoc, readDraft, writeDraft } from './draft';
import { dropLastWords, keepLastWords, lastWords } from './lastWords';

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
  const save = useRef((_text: string): Promise<unknown> => Promise.resolve());
  save.current = (text) => engine.call('rooms.setDraft', { ...place, text }).catch(() => undefined);
  /** Saves what waits for the pause in typing; null when nothing does. */
  const flush = useRef((): string | null => {
    if (timer.current === undefined) return null;
    clearTimeout(timer.current);
    timer.current = undefined;
    const { editor: now, isPaused: paused } = latest.current;
    if (!now || now.isDestroyed || paused) return null;
    const text = writeDraft(now.getJSON());
    void save.current(text).then(() => dropLastWords(place));
    return text;
  });

  useEffect(() => {
    let left = false;
    const found = lastWords(place);
    const known =
      found === null ? engine.call('rooms.getDraft', place).then(({ text }) => text) : Promise.resolve(found);
    if (found !== null) void save.current(found).then(() => dropLastWords(place));
    known
      .then((text) => {
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

  useFlushWhenGone(place, flush);

  const keeper = useRef<DraftKeeper>({
    changed: () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(flush.current, SAVE_MS);
    },
    clear: () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      void save.current('');
    },
  });
  return keeper.current;
}

/** When the field goes, when the page goes out of sight, and when it goes for good. */
function useFlushWhenGone(place: DraftPlace, flush: RefObject<() => string | null>): void {
  useEffect(() => {
    const over = new AbortController();
    const onHidden = () => document.visibilityState === 'hidden' && flush.current();
    const onGone = () => {
      const text = flush.current();
      if (text !== null) keepLastWords(place, text);
    };
    document.addEventListener('visibilitychange', onHidden, { signal: over.signal });
    // Before the engine hears that the page is gone.
    addEventListener('pagehide', onGone, { capture: true, signal: over.signal });
    return () => {
      over.abort();
      flush.current();
    };
  }, [place, flush]);
}
