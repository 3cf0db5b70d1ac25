// SPDX-License-Identifier: EUPL-1.2
// The left pane: heading with "new chat", filters, invitations and the list.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoomList } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { useShortcut } from '@/shared/shortcuts';
import { Banner, ErrorState, PaneHead, Pills, SkeletonRows, useListWidth } from '@/ui';
import { useChatsAddress, useChatsNavigation } from '../address';
import { NewChatMenu } from '../create/NewChatMenu';
import styles from './ChatList.module.css';
import { ChatRows } from './ChatRows';
import { CHAT_FILTERS, type ChatFilter, filterChats, invitesOf, nextUnread } from './filters';
import { useFilterWords } from './filterWords';
import { InviteCards } from './InviteCards';
import { ListMenu } from './ListMenu';

export function ChatListPane() {
  const { t } = useTranslation('chats');
  const width = useListWidth();
  const icons = width === 'icons';
  return (
    <>
      <PaneHead title={<span className={icons ? 'visually-hidden' : undefined}>{t('title')}</span>}>
        {!icons && <ListMenu />}
        <NewChatMenu />
      </PaneHead>
      {!icons && <Filters />}
      <Body />
      {icons && (
        <footer className={styles.foot}>
          <ListMenu withFilters />
        </footer>
      )}
    </>
  );
}

function Filters() {
  const { t } = useTranslation('chats');
  const { filter } = useChatsAddress();
  const { setFilter } = useChatsNavigation();
  const words = useFilterWords();
  const place = useRef<HTMLDivElement>(null);
  useShortcut('filterChats', () => place.current?.querySelector<HTMLElement>('[data-selected]')?.focus());
  return (
    <div className={styles.filters} ref={place}>
      <Pills<ChatFilter>
        label={t('filter.label')}
        items={CHAT_FILTERS.map((id) => ({ id, label: words[id].name }))}
        value={filter}
        onChange={setFilter}
      />
    </div>
  );
}

function Body() {
  const { t } = useTranslation('chats');
  const { roomId } = useChatsAddress();
  const { openChat } = useChatsNavigation();
  const { value, error } = useRoomList();
  const { filter } = useChatsAddress();
  const kept = useKept(filter, roomId);
  useShortcut('nextUnread', () => {
    const next = nextUnread(value?.rooms ?? [], roomId);
    if (next) openChat(next.roomId);
    return next !== null;
  });
  if (!value) {
    if (!error) return <SkeletonRows count={9} />;
    return (
      <ErrorState title={t('list.failed')} code={errorCode(error)}>
        {errorText(error)}
      </ErrorState>
    );
  }
  const rooms = filterChats(value.rooms, filter, kept);
  return (
    <>
      {error && <Banner tone="warn">{t('list.old')}</Banner>}
      <InviteCards invites={invitesOf(value.rooms)} />
      {rooms.length === 0 && !value.complete ? (
        <SkeletonRows count={9} />
      ) : (
        <ChatRows rooms={rooms} filter={filter} current={roomId} />
      )}
    </>
  );
}

/** The chat opened under a filter stays in the list until another one is opened there. */
function useKept(filter: ChatFilter, roomId: string | null): string | null {
  const [kept, setKept] = useState<string | null>(roomId);
  const before = useRef(filter);
  useEffect(() => {
    setKept(before.current === filter ? roomId : null);
    before.current = filter;
  }, [filter, roomId]);
  return kept;
}
