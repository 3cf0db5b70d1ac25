// SPDX-License-Identifier: EUPL-1.2
// Chats: the list at the left, one conversation in the middle, its details at the right.
import { IconMessages } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoomListPart } from '@/engine/rpc/react';
import { useSession } from '@/shared/session';
import { EmptyState, Panes, useIsPhone } from '@/ui';
import { useChatsAddress, useChatsNavigation } from './address';
import { lastChat } from './lastChat';
import { ChatListPane } from './list/ChatListPane';
import { OutsidersProvider } from './outside/outsiders';
import styles from './room/Room.module.css';
import { RoomPane } from './room/RoomPane';

// Most visits open none of the right panes; each is loaded with its first use.
const DetailsPane = lazy(() => import('./details/DetailsPane').then((module) => ({ default: module.DetailsPane })));
const PinsPane = lazy(() => import('./room/PinsPane').then((module) => ({ default: module.PinsPane })));
const ThreadListPane = lazy(() =>
  import('./threads/ThreadListPane').then((module) => ({ default: module.ThreadListPane })),
);
const ThreadPane = lazy(() => import('./threads/ThreadPane').then((module) => ({ default: module.ThreadPane })));

export function ChatsPage() {
  const { t } = useTranslation(['chats', 'conversation']);
  const { roomId } = useChatsAddress();
  return (
    <OutsidersProvider>
      <LastChat roomId={roomId} />
      <Panes
        list={<ChatListPane />}
        listLabel={t('title')}
        mainLabel={t('conversation')}
        phoneShows={roomId ? 'main' : 'list'}
        aside={
          roomId && (
            <Suspense key={roomId} fallback={null}>
              <RightPane roomId={roomId} />
            </Suspense>
          )
        }
      >
        {roomId ? <RoomPane key={roomId} roomId={roomId} /> : <NothingOpen />}
      </Panes>
    </OutsidersProvider>
  );
}

function RightPane({ roomId }: { roomId: string }) {
  const { panel, threadId } = useChatsAddress();
  const { setPanel, closeThread } = useChatsNavigation();
  const close = () => setPanel(null);
  if (threadId) return <ThreadPane key={threadId} roomId={roomId} threadId={threadId} onClose={closeThread} />;
  if (panel === 'threads') return <ThreadListPane roomId={roomId} onClose={close} />;
  if (panel === 'pins') return <PinsPane roomId={roomId} onClose={close} />;
  return panel === 'details' ? <DetailsPane roomId={roomId} onClose={close} /> : null;
}

function NothingOpen() {
  const { t } = useTranslation('chats');
  const loaded = useRoomListPart((list) => list !== undefined);
  if (!loaded) return null;
  return (
    <div className={styles.centre}>
      <EmptyState icon={IconMessages} title={t('choose.title')}>
        {t('choose.text')}
      </EmptyState>
    </div>
  );
}

/** A desktop opens the chat of the last visit; a phone shows the list first. Draws nothing. */
function LastChat({ roomId }: { roomId: string | null }) {
  const { user_id: me } = useSession();
  const { openChat } = useChatsNavigation();
  const phone = useIsPhone();
  const remembered = roomId ? null : lastChat.get(me);
  const known = useRoomListPart((list) =>
    list?.rooms.some((room) => room.roomId === remembered && room.membership === 'join'),
  );
  useEffect(() => {
    if (roomId) lastChat.set(me, roomId);
    else if (!phone && remembered && known) openChat(remembered);
  }, [roomId, me, phone, remembered, known, openChat]);
  return null;
}
