// SPDX-License-Identifier: EUPL-1.2
// What a person may do with a chat from the list, its header and its details.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallName, CallParams } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { showToast } from '@/ui';

export interface RoomActions {
  setFavourite(roomId: string, favourite: boolean): void;
  setMuted(roomId: string, muted: boolean): void;
  markRead(roomId: string): void;
  markUnread(roomId: string): void;
  copyLink(roomId: string, eventId?: string, threadId?: string | null): void;
}

export function chatLink(roomId: string, eventId?: string, threadId?: string | null): string {
  const search = new URLSearchParams({
    ...(threadId ? { thread: threadId } : {}),
    ...(eventId ? { at: eventId } : {}),
  });
  const query = search.size > 0 ? `?${search}` : '';
  return `${location.origin}/chats/${encodeURIComponent(roomId)}${query}`;
}

export function useRoomActions(): RoomActions {
  const engine = useEngine();
  const { t } = useTranslation('chats');
  return useMemo(() => {
    const run = <N extends CallName>(name: N, params: CallParams<N>) =>
      engine.call(name, params).catch((error: unknown) => {
        showToast({ text: errorText(error), tone: 'bad' });
      });
    return {
      setFavourite: (roomId, favourite) => void run('rooms.setFavourite', { roomId, favourite }),
      setMuted: (roomId, muted) => void run('rooms.setMuted', { roomId, muted }),
      markRead: (roomId) => {
        void run('timeline.markRead', { roomId });
        void run('rooms.markUnread', { roomId, unread: false });
      },
      markUnread: (roomId) => void run('rooms.markUnread', { roomId, unread: true }),
      copyLink: (roomId, eventId, threadId) => {
        void navigator.clipboard
          .writeText(chatLink(roomId, eventId, threadId))
          .then(() => showToast({ text: t('linkCopied') }));
      },
    };
  }, [engine, t]);
}
