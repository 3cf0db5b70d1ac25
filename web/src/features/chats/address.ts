// SPDX-License-Identifier: EUPL-1.2
// The address of the chats page: which chat, which filter, which panel; everything can be linked to.
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { asFilter, type ChatFilter } from './list/filters';

export type ChatPanel = 'details' | 'threads' | 'pins';

const PANELS: ReadonlySet<string> = new Set<ChatPanel>(['details', 'threads', 'pins']);

export interface ChatsAddress {
  roomId: string | null;
  filter: ChatFilter;
  /** Event to open the timeline at. */
  at: string | undefined;
  panel: ChatPanel | null;
  /** The first message of the thread that the right pane shows. */
  threadId: string | null;
}

export function useChatsAddress(): ChatsAddress {
  const { roomId } = useParams({ strict: false });
  const { filter, at, panel, thread } = useSearch({ from: '/signed-in/chats' });
  const known = panel && PANELS.has(panel) ? (panel as ChatPanel) : null;
  return { roomId: roomId ?? null, filter: asFilter(filter), at, panel: known, threadId: thread ?? null };
}

export interface ChatsNavigation {
  openChat(roomId: string, at?: string): void;
  openDetails(roomId: string): void;
  openList(): void;
  setFilter(filter: ChatFilter): void;
  setPanel(panel: ChatPanel | null): void;
  /** Opens a thread beside its chat, at an event when one is given. */
  openThread(roomId: string, threadId: string, at?: string): void;
  closeThread(): void;
  /** Jumps to a message of the open chat; the right pane stays. */
  showEvent(eventId: string): void;
  /** Drops the event from the address once the timeline stands there. */
  forgetEvent(): void;
}

export function useChatsNavigation(): ChatsNavigation {
  const navigate = useNavigate();
  return useMemo(() => {
    const keepFilter = ({ filter }: { filter?: string }) => (filter ? { filter } : {});
    const change = (edit: Record<string, string | undefined>, replace = false) =>
      void navigate({ to: '.', search: (now: object) => ({ ...now, ...edit }), replace });
    return {
      openChat: (roomId, at) =>
        void navigate({
          to: '/chats/$roomId',
          params: { roomId },
          search: (now: object) => ({ ...keepFilter(now), ...(at ? { at } : {}) }),
        }),
      openDetails: (roomId) =>
        void navigate({
          to: '/chats/$roomId',
          params: { roomId },
          search: (now: object) => ({ ...keepFilter(now), panel: 'details' }),
        }),
      openList: () => void navigate({ to: '/chats', search: keepFilter }),
      setFilter: (filter) => change({ filter: filter === 'all' ? undefined : filter }, true),
      setPanel: (panel) => change({ panel: panel ?? undefined, thread: undefined }),
      openThread: (roomId, thread, at) =>
        void navigate({
          to: '/chats/$roomId',
          params: { roomId },
          search: (now: object) => ({ ...keepFilter(now), thread, ...(at ? { at } : {}) }),
        }),
      closeThread: () => change({ thread: undefined }),
      showEvent: (eventId) => change({ at: eventId, thread: undefined }),
      forgetEvent: () => change({ at: undefined }, true),
    };
  }, [navigate]);
}
