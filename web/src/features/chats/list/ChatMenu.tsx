// SPDX-License-Identifier: EUPL-1.2
// The context menu of a chat in the list.
import {
  IconBell,
  IconBellOff,
  IconChecks,
  IconLink,
  IconLogout,
  IconMessage2,
  IconMessageCircle,
  IconStar,
  IconStarOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '@/engine/rpc/protocol';
import { ContextMenu, MenuItem, MenuSeparator, type Point } from '@/ui';
import { useChatsNavigation } from '../address';
import { LeaveDialog } from '../room/LeaveDialog';
import { useRoomActions } from '../room/useRoomActions';
import { isUnread } from './filters';

interface ChatMenuProps {
  room: RoomSummary | undefined;
  at: Point | null;
  onClose(): void;
}

export function ChatMenu({ room, at, onClose }: ChatMenuProps) {
  const { t } = useTranslation('chats');
  const actions = useRoomActions();
  const { openChat } = useChatsNavigation();
  const [leaving, setLeaving] = useState<RoomSummary | null>(null);
  const unread = room && isUnread(room);
  const acts: Record<string, (known: RoomSummary) => void> = {
    open: ({ roomId }) => openChat(roomId),
    favourite: ({ roomId, favourite }) => actions.setFavourite(roomId, !favourite),
    mute: ({ roomId, muted }) => actions.setMuted(roomId, !muted),
    read: ({ roomId }) => actions[unread ? 'markRead' : 'markUnread'](roomId),
    link: ({ roomId }) => actions.copyLink(roomId),
    leave: setLeaving,
  };
  return (
    <>
      <ContextMenu
        label={room?.name ?? ''}
        at={room ? at : null}
        onClose={onClose}
        onAction={(key) => room && acts[String(key)]?.(room)}
      >
        <MenuItem id="open" icon={IconMessageCircle}>
          {t('menu.open')}
        </MenuItem>
        <MenuItem id="read" icon={unread ? IconChecks : IconMessage2}>
          {t(unread ? 'menu.markRead' : 'menu.markUnread')}
        </MenuItem>
        <MenuItem id="favourite" icon={room?.favourite ? IconStarOff : IconStar}>
          {t(room?.favourite ? 'menu.unfavourite' : 'menu.favourite')}
        </MenuItem>
        <MenuItem id="mute" icon={room?.muted ? IconBell : IconBellOff}>
          {t(room?.muted ? 'menu.unmute' : 'menu.mute')}
        </MenuItem>
        <MenuItem id="link" icon={IconLink}>
          {t('menu.copyLink')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem id="leave" icon={IconLogout} danger>
          {t('menu.leave')}
        </MenuItem>
      </ContextMenu>
      {leaving && <LeaveDialog room={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}
