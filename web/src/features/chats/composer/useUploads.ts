// SPDX-License-Identifier: EUPL-1.2
// Files waiting in the message field: staged, checked by the antivirus, accepted by the engine or refused with a reason.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EngineError } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';

export interface Upload {
  id: number;
  file: File;
  name: string;
  /** Object URL of a picture. */
  url: string | null;
  state: 'staged' | 'checking' | 'failed';
  error: EngineError | null;
}

export interface SendOptions {
  caption?: string;
  replyTo?: string;
}

export interface Uploads {
  items: Upload[];
  add(files: readonly File[]): void;
  remove(id: number): void;
  retry(id: number): void;
  /** Hands all staged files to the engine, one after another. */
  send(options: SendOptions): void;
}

let nextId = 1;

export function useUploads(roomId: string, threadId?: string): Uploads {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const [items, setItems] = useState<Upload[]>([]);
  const latest = useRef(items);
  latest.current = items;
  const removed = useRef(new Set<number>());

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
      change(id, { state: 'checking', error: null });
      try {
        const { key } = await engine.call('messages.sendFile', {
          roomId,
          file,
          name,
          ...(threadId ? { threadId } : {}),
          ...options,
        });
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

  return useMemo(
    () => ({
      items,
      remove,
      add: (files) => setItems((now) => [...now, ...files.map((file) => stage(file, t('composer.pasted')))]),
      retry: (id) => {
        const item = latest.current.find((known) => known.id === id);
        if (item) void sendOne(item, {});
      },
      send: async ({ caption, replyTo }) => {
        const staged = latest.current.filter(({ state }) => state === 'staged');
        for (const [index, item] of staged.entries()) {
          const first = index === 0;
          await sendOne(item, {
            ...(first && caption ? { caption } : {}),
            ...(first && replyTo ? { replyTo } : {}),
          });
        }
      },
    }),
    [items, remove, sendOne, t],
  );
}

/** Browsers call every pasted picture "image.png". */
function stage(file: File, pastedName: string): Upload {
  const pasted = file.name === 'image.png' && Date.now() - file.lastModified < 2000;
  const name = pasted ? `${pastedName} ${stamp(new Date())}.png` : file.name;
  const url = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
  return { id: nextId++, file, name, url, state: 'staged', error: null };
}

function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}.${two(now.getMinutes())}`;
}
