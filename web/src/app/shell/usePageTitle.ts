// SPDX-License-Identifier: EUPL-1.2
// The title of the browser tab: unread messages, the place in the application, its name; told to screen readers too.
import { useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoomListPart } from '@/engine/rpc/react';
import { announce } from '@/shared/announce';

const APPLICATION = 'Chancery';
const PLACES = ['portal', 'chats', 'people', 'search', 'settings', 'admin'] as const;
type Place = (typeof PLACES)[number];

/** The part of the product that an address belongs to. */
export function placeOf(pathname: string): Place | null {
  const first = pathname.split('/')[1];
  return PLACES.find((place) => place === first) ?? null;
}

export function titleOf(place: string | null, detail: string | null, unread: number): string {
  const words = [detail, place, APPLICATION].filter(Boolean).join(' · ');
  return unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${words}` : words;
}

export function usePageTitle(): void {
  const { t } = useTranslation('app');
  const place = useRouterState({ select: (state) => placeOf(state.location.pathname) });
  const { roomId } = useParams({ strict: false });
  const words = place && t(`modules.${place}`);
  const room = useRoomListPart((list) => list?.rooms.find((known) => known.roomId === roomId)?.name ?? null);
  const unread = useRoomListPart((list) => list?.totalUnread ?? 0);
  useEffect(() => {
    document.title = titleOf(words, room, unread);
  }, [words, room, unread]);
  useEffect(() => {
    void navigator.setAppBadge?.(unread).catch(() => undefined);
  }, [unread]);
  useArrival(words);
}

/** The page changes without a load, which screen readers would otherwise not notice. */
function useArrival(words: string | null): void {
  const before = useRef(words);
  useEffect(() => {
    if (words && words !== before.current) announce(words);
    before.current = words;
  }, [words]);
}
