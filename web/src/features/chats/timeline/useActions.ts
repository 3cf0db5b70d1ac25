// SPDX-License-Identifier: EUPL-1.2
// The work behind the rows of a timeline: engine calls, and which popup is open for which message.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallName, CallParams, MessageItem, RoomDetails, TimelineItem } from '@/engine/rpc/protocol';
import { type TimelineCalls, useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { type Point, showToast } from '@/ui';
import { useChatsNavigation } from '../address';
import type { TimelineActions } from './actions';

export interface Popups {
  menu: { item: TimelineItem; at: Point } | null;
  reactions: { item: MessageItem; at: Point } | null;
  closeMenu(): void;
  closeReactions(): void;
}

/** The popups' messages as they are now: reactions, pins and rights change while a menu is open. */
export function following(popups: Popups, items: readonly TimelineItem[]): Popups {
  const now = <Item extends TimelineItem>(open: { item: Item; at: Point } | null) => {
    const item = open && items.find(({ key }) => key === open.item.key);
    return item ? { at: open.at, item } : open;
  };
  const { menu, reactions } = popups;
  if (!menu && !reactions) return popups;
  const given = now<TimelineItem>(reactions);
  return {
    ...popups,
    menu: now(menu),
    reactions: given?.item.type === 'message' ? { ...given, item: given.item } : null,
  };
}

interface Listeners {
  onReply(item: MessageItem): void;
  onEdit(item: MessageItem): void;
}

export interface OpenMedia {
  item: MessageItem | null;
  open(item: MessageItem): void;
  close(): void;
}

export function useActions(
  { roomId, kind }: RoomDetails,
  threadId: string | null,
  calls: TimelineCalls,
  listeners: Listeners,
) {
  const { t } = useTranslation('chats');
  const direct = kind === 'direct';
  const { openThread } = useChatsNavigation();
  const engine = useEngine();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [menu, setMenu] = useState<Popups['menu']>(null);
  const [reactions, setReactions] = useState<Popups['reactions']>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const [shown, setShown] = useState<MessageItem | null>(null);
  const latest = useRef(listeners);
  useEffect(() => {
    latest.current = listeners;
  });
  const actions = useMemo((): TimelineActions => {
    const run = <N extends CallName>(name: N, params: CallParams<N>) =>
      void engine.call(name, params).catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
    return {
      roomId,
      threadId,
      direct,
      activate: setActiveKey,
      openThread: (rootId) => openThread(roomId, rootId),
      reply: (item) => latest.current.onReply(item),
      edit: (item) => latest.current.onEdit(item),
      jumpTo: (eventId) => {
        calls.jumpTo(eventId).catch(() => showToast({ text: t('timeline.notFound'), tone: 'bad' }));
      },
      askDate: setAsked,
      toggleReaction: ({ eventId, reactions: given }, key) => {
        if (!eventId) return;
        const mine = given.some((reaction) => reaction.key === key && reaction.mine);
        run(mine ? 'messages.unreact' : 'messages.react', { roomId, eventId, key });
      },
      openReactions: (item, at) => setReactions({ item, at }),
      openMenu: (item, at) => setMenu({ item, at }),
      openMedia: setShown,
      retry: (key) => run('messages.retry', { key }),
      discard: (key) => run('messages.discard', { key }),
      retryDecryption: () => run('timeline.retryDecryption', { roomId }),
    };
  }, [engine, calls, roomId, threadId, direct, openThread, t]);
  const popups = useMemo(
    (): Popups => ({
      menu,
      reactions,
      closeMenu: () => setMenu(null),
      closeReactions: () => setReactions(null),
    }),
    [menu, reactions],
  );
  const media: OpenMedia = { item: shown, open: setShown, close: () => setShown(null) };
  const date = { asked, close: () => setAsked(null) };
  return { actions, popups, media, date, activeKey };
}
