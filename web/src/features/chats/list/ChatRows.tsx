// SPDX-License-Identifier: EUPL-1.2
// The chats as a virtualised list with one tab stop and a context menu.
import { IconMessageCheck, IconMessageCircle } from '@tabler/icons-react';
import { type MouseEvent, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '@/engine/rpc/protocol';
import { isUnread } from '@/engine/rpc/unread';
import { useShortcut } from '@/shared/shortcuts';
import { EmptyState, type Point, pointOf, SteadyList, useListWidth } from '@/ui';
import { useChatsNavigation } from '../address';
import { focusComposer } from '../composer/focus';
import { useRoomActions } from '../room/useRoomActions';
import styles from './ChatList.module.css';
import { ChatMenu } from './ChatMenu';
import { ChatRow } from './ChatRow';
import type { ChatFilter } from './filters';
import { useFilterWords } from './filterWords';
import { SwipeHint } from './SwipeHint';
import { type SwipeAct, useSwipe } from './useSwipe';

interface ChatRowsProps {
  rooms: RoomSummary[];
  filter: ChatFilter;
  current: string | null;
}

export function ChatRows({ rooms, filter, current }: ChatRowsProps) {
  const { t } = useTranslation('chats');
  const { openChat } = useChatsNavigation();
  const width = useListWidth();
  const [menu, setMenu] = useState<{ roomId: string; at: Point } | null>(null);
  const target = useMemo(() => rooms.find((room) => room.roomId === menu?.roomId), [rooms, menu]);
  const openMenu = useCallback((event: MouseEvent) => {
    const roomId = (event.target as Element).closest('[data-key]')?.getAttribute('data-key');
    if (!roomId) return;
    event.preventDefault();
    setMenu({ roomId, at: pointOf(event) });
  }, []);
  const closeMenu = useCallback(() => setMenu(null), []);
  const act = useRowActs(rooms, current);
  const { swipe, listeners } = useSwipe({
    onSwipe: (roomId, wanted) => act(wanted, roomId),
    onLongPress: (roomId, at) => setMenu({ roomId, at }),
  });
  const swiped = swipe && rooms.find((room) => room.roomId === swipe.roomId);
  const open = (roomId: string) => {
    if (roomId === current) focusComposer();
    else openChat(roomId);
  };
  if (rooms.length === 0) return <NoChats filter={filter} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are the controls; this only hears their menu key.
    <div className={styles.rows} onContextMenu={openMenu} {...listeners}>
      {swipe && swiped && <SwipeHint swipe={swipe} room={swiped} />}
      <SteadyList
        aria-label={t('title')}
        items={rooms}
        keyOf={(room) => room.roomId}
        textOf={(room) => room.name}
        onAction={open}
        className={styles.list ?? ''}
      >
        {(room) => (
          <ChatRow key={room.roomId} id={room.roomId} room={room} current={room.roomId === current} width={width} />
        )}
      </SteadyList>
      <ChatMenu room={target} at={menu?.at ?? null} onClose={closeMenu} />
    </div>
  );
}

/** Also from the keyboard: the row that has the focus, else the open chat. */
function useRowActs(rooms: RoomSummary[], current: string | null): (act: SwipeAct, roomId?: string) => boolean {
  const actions = useRoomActions();
  const act = (wanted: SwipeAct, roomId = focusedRow() ?? current) => {
    const room = rooms.find((known) => known.roomId === roomId);
    if (!room) return false;
    if (wanted === 'archive') actions.setArchived(room, !room.archived);
    else actions[isUnread(room) ? 'markRead' : 'markUnread'](room);
    return true;
  };
  useShortcut('toggleRead', () => act('read'));
  useShortcut('archiveChat', () => act('archive'));
  return act;
}

function focusedRow(): string | null {
  const row = document.activeElement?.closest<HTMLElement>('[role="grid"] [data-key]');
  return row?.dataset.key ?? null;
}

function NoChats({ filter }: { filter: ChatFilter }) {
  const { t } = useTranslation('chats');
  const words = useFilterWords();
  const width = useListWidth();
  if (width === 'icons') return null;
  if (filter === 'all') {
    return (
      <EmptyState icon={IconMessageCircle} title={t('list.empty.title')}>
        {t('list.empty.text')}
      </EmptyState>
    );
  }
  return <EmptyState icon={IconMessageCheck} title={words[filter].none ?? ''} />;
}
