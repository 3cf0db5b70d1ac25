// SPDX-License-Identifier: EUPL-1.2
// Opens a found message in its place: in its chat, and in its thread where it stands in one.
import { useNavigate } from '@tanstack/react-router';
import type { MessageHit } from '@/engine/rpc/protocol';
import { rememberSearch } from '@/shared/recentSearches';
import { useSession } from '@/shared/session';
import { useSearchAddress } from './address';

export function useOpenHit(): (hit: MessageHit) => void {
  const navigate = useNavigate();
  const { query } = useSearchAddress();
  const { user_id: me } = useSession();
  return ({ roomId, eventId, threadId }) => {
    rememberSearch(me, query);
    void navigate({
      to: '/chats/$roomId',
      params: { roomId },
      search: { at: eventId, ...(threadId ? { thread: threadId } : {}) },
    });
  };
}
