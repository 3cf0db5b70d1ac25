// SPDX-License-Identifier: EUPL-1.2
// Files waiting in the message field: staged, checked by the antivirus, accepted by the engine or refused with a reason.
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EngineError, type SendTime } from '@/engine/rpc/protocol';
import { useEngine, useEngineStatus } from '@/engine/rpc/react';

export interface Upload {
  id: number;
  file: File;
  name: string;
  /** Object URL of a picture. */
  url: string | null;
  state: 'staged' | 'checking' | 'failed';
  error: EngineError | null;
  caption: string;
  /** When it was to leave, for another attempt. */
  options: SendOptions;
}

export interface SendOptions extends SendTime {
  caption?: string;
  replyTo?: string;
}

export interface Uploads {
  items: Upload[];
  add(files: readonly File[]): void;
  remove(id: number): void;
  setCaption(id: number, caption: string): void;
  /** One place up or down. */
  move(id: number, step: -1 | 1): void;
  smaller: boolean;
  setSmaller(smaller: boolean): void;
  retry(id: number): void;
  /** Hands all staged files to the engine, one after another. */
  send(options: SendOptions): void;
}

let nextId = 1;

/** Only these have facts to be read, by code that comes with the first of them. */
const PLAYED = /^(video|audio)\//;

export function useUploads(roomId: string, threadId?: string): Uploads {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const [items, setItems] = useState<Upload[]>([]);
  const latest = useRef(items);
  latest.current = items;
  const removed = useRef(new Set<number>());
  const [smaller, setSmaller] = useState(false);
  const preferSmaller = useRef(false);

  const change = useCallback((id: number, edit: Partial<Upload>) => {
    setItems((now) => now.map((item) => (item.id === id ? { ...item, ...edit } : item)));
  }, []);

  const remove = useCallback((id: number) => {
    removed.current.add(id);
    setItems((now) => {
      const gone = now.find((item) => item.id === id);
      if (gone?.url) URL.revokeObjectURL(gone.url);
      return now.filter((item) => item.id !== id);
    });
  }, []);

  const sendOne = useCallback(
    async ({ id, file, name }: Upload, options: SendOptions) => {
      change(id, { state: 'checking', error: null, options });
      try {
        const place = { roomId, ...(threadId ? { threadId } : {}) };
        const facts = PLAYED.test(file.type) ? await (await import('../media/facts')).factsOf(file) : {};
        const size = preferSmaller.current ? { smaller: true } : {};
        const { key } = await engine.call('messages.sendFile', { ...place, file, name, ...size, ...facts, ...options });
        // Taken out while it was being checked: what the engine has just queued is dropped again.
        if (removed.current.has(id)) await engine.call('messages.discard', { key });
        else remove(id);
      } catch (reason) {
        const error = reason instanceof EngineError ? reason : new EngineError('internal', String(reason));
        change(id, { state: 'failed', error });
      }
    },
    [engine, roomId, threadId, change, remove],
  );

  useEffect(
    () => () => {
      for (const { url } of latest.current) if (url) URL.revokeObjectURL(url);
    },
    [],
  );

  useRetryOnline(latest, (item) => void sendOne(item, item.options));

  return useMemo(
    () => ({
      items,
      remove,
      add: (files) => setItems((now) => [...now, ...files.map((file) => stage(file, t('composer.pasted')))]),
      retry: (id) => {
        const item = latest.current.find((known) => known.id === id);
        if (item) void sendOne(item, item.options);
      },
      setCaption: (id, caption) => change(id, { caption }),
      move: (id, step) => setItems((now) => moved(now, id, step)),
      smaller,
      setSmaller: (wanted) => {
        preferSmaller.current = wanted;
        setSmaller(wanted);
      },
      send: async ({ caption, replyTo, ...time }) => {
        const staged = latest.current.filter(({ state }) => state === 'staged');
        for (const [index, item] of staged.entries()) {
          const first = index === 0;
          await sendOne(item, {
            ...time,
            ...captionOf(item, first ? caption : undefined),
            ...(first && replyTo ? { replyTo } : {}),
          });
        }
      },
    }),
    [items, smaller, change, remove, sendOne, t],
  );
}

/** What could not be checked or handed over without a connection is tried again when there is one. */
function useRetryOnline(items: RefObject<Upload[]>, retry: (item: Upload) => void): void {
  const { value: status } = useEngineStatus();
  const online = status?.connection === 'online';
  const latest = useRef(retry);
  latest.current = retry;
  useEffect(() => {
    if (!online) return;
    for (const item of items.current) if (item.error?.retryable) latest.current(item);
  }, [online, items]);
}

function captionOf(item: Upload, text: string | undefined): { caption?: string } {
  const caption = item.caption.trim() || text;
  return caption ? { caption } : {};
}

export function moved<T extends { id: number }>(items: readonly T[], id: number, step: -1 | 1): T[] {
  const from = items.findIndex((item) => item.id === id);
  const to = from + step;
  const [item, other] = [items[from], items[to]];
  if (!item || !other) return [...items];
  return items.map((known, index) => (index === from ? other : index === to ? item : known));
}

/** Browsers call every pasted picture "image.png". */
function stage(file: File, pastedName: string): Upload {
  const pasted = file.name === 'image.png' && Date.now() - file.lastModified < 2000;
  const name = pasted ? `${pastedName} ${stamp(new Date())}.png` : file.name;
  const url = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
  return { id: nextId++, file, name, url, state: 'staged', error: null, caption: '', options: {} };
}

function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}.${two(now.getMinutes())}`;
}
