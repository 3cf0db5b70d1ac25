// SPDX-License-Identifier: EUPL-1.2
// One export from start to file: reading, saving or handing to the browser's print window.
import { useEffect, useRef, useState } from 'react';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { useSession } from '@/shared/session';
import { collect, type ExportedMessage, type ExportHead, fileName, type Progress, type Range, toJson } from './collect';

export type ExportFormat = 'json' | 'pdf';

export interface Printed {
  head: ExportHead;
  messages: ExportedMessage[];
}

const KEEP_MS = 60_000;

export function useExport(room: RoomDetails, onDone: () => void) {
  const engine = useEngine();
  const { user_id: userId, display_name: name, device_id: device } = useSession();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [printed, setPrinted] = useState<Printed | null>(null);
  const running = useRef<AbortController | null>(null);
  const stop = () => running.current?.abort();
  useEffect(() => () => running.current?.abort(), []);
  usePrinting(printed, onDone);
  const start = async (range: Range, format: ExportFormat) => {
    const run = new AbortController();
    running.current = run;
    setError(null);
    setProgress({ found: 0, reached: null });
    try {
      const messages = await collect(engine, room.roomId, range, run.signal, setProgress);
      const head: ExportHead = { room, by: { userId, name, avatar: null }, device, at: Date.now(), range };
      if (format === 'pdf') return setPrinted({ head, messages });
      save(await toJson(head, messages), fileName(room.name, head.at, 'json'));
      onDone();
    } catch (reason) {
      if (!run.signal.aborted) setError(reason);
    } finally {
      setProgress(null);
    }
  };
  return { progress, error, printed, start, stop };
}

/** Browsers propose the title of the page as the name of the file. */
function usePrinting(printed: Printed | null, onDone: () => void): void {
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    if (!printed) return;
    const before = document.title;
    document.title = fileName(printed.head.room.name, printed.head.at, 'pdf').replace(/\.pdf$/, '');
    const finish = () => done.current();
    addEventListener('afterprint', finish, { once: true });
    window.print();
    return () => {
      removeEventListener('afterprint', finish);
      document.title = before;
    };
  }, [printed]);
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
