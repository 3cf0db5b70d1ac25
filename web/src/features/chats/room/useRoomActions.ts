// SPDX-License-Identifier: EUPL-1.2
// What a person may do with a chat from the list, its header and its details; changes can be taken back for a while.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallName, CallParams, RoomAlerts } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { formatUntil } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { showToast } from '@/ui';

/** A chat as lists and details know it. */
export interface ActedRoom {
  roomId: string;
  name: string;
}

/** `until`: when a muted chat is heard of again; null for good. */
export interface AlertsWanted {
  alerts: RoomAlerts | 'default';
  until?: number | null;
}

export interface RoomActions {
  setFavourite(room: ActedRoom, favourite: boolean): void;
  setLowPriority(room: ActedRoom, lowPriority: boolean): void;
  setArchived(room: ActedRoom, archived: boolean): void;
  /** `before`: what "undo" goes back to. */
  setAlerts(room: ActedRoom, wanted: AlertsWanted, before: AlertsWanted): void;
  markRead(room: ActedRoom): void;
  markUnread(room: ActedRoom): void;
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
  const { t: list } = useTranslation('list');
  return useMemo(() => {
    const run = <N extends CallName>(name: N, params: CallParams<N>) => engine.call(name, params).catch(tellFailure);
    /** Does it, says so, and offers the way back. */
    const change = (text: string, act: () => Promise<unknown>, back: () => Promise<unknown>) =>
      void act().then(
        () => showToast({ text, action: { label: list('undo'), run: () => void back().catch(tellFailure) } }),
        tellFailure,
      );
    return {
      setFavourite: ({ roomId, name }, favourite) => {
        const set = (wanted: boolean) => engine.call('rooms.setFavourite', { roomId, favourite: wanted });
        const text = list(favourite ? 'done.favourite' : 'done.unfavourite', { name });
        change(
          text,
          () => set(favourite),
          () => set(!favourite),
        );
      },
      setLowPriority: ({ roomId }, lowPriority) => void run('rooms.setLowPriority', { roomId, lowPriority }),
      setArchived: ({ roomId, name }, archived) => {
        const set = (wanted: boolean) => engine.call('rooms.setArchived', { roomId, archived: wanted });
        const text = list(archived ? 'done.archived' : 'done.unarchived', { name });
        change(
          text,
          () => set(archived),
          () => set(!archived),
        );
      },
      setAlerts: ({ roomId, name }, wanted, before) => {
        const set = (alerts: AlertsWanted) => engine.call('rooms.setAlerts', { roomId, ...alerts });
        const { alerts, until } = wanted;
        change(
          until ? list('done.muteUntil', { name, time: formatUntil(until) }) : list(`done.${alerts}`, { name }),
          () => set(wanted),
          () => set(before),
        );
      },
      markRead: ({ roomId, name }) => {
        const mark = (unread: boolean) => engine.call('rooms.markUnread', { roomId, unread });
        const read = () => Promise.all([engine.call('timeline.markRead', { roomId }), mark(false)]);
        change(list('done.read', { name }), read, () => mark(true));
      },
      markUnread: ({ roomId, name }) => {
        const mark = (unread: boolean) => engine.call('rooms.markUnread', { roomId, unread });
        change(
          list('done.unread', { name }),
          () => mark(true),
          () => mark(false),
        );
      },
      copyLink: (roomId, eventId, threadId) => {
        void navigator.clipboard
          .writeText(chatLink(roomId, eventId, threadId))
          .then(() => showToast({ text: t('linkCopied') }));
      },
    };
  }, [engine, t, list]);
}

function tellFailure(error: unknown): void {
  showToast({ text: errorText(error), tone: 'bad' });
}
