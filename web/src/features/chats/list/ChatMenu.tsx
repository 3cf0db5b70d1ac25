// SPDX-License-Identifier: EUPL-1.2
// The context menu of a chat in the list.
import {
  IconArchive,
  IconArchiveOff,
  IconArrowBarToDown,
  IconArrowBarToUp,
  IconAt,
  IconBell,
  IconBellOff,
  IconChecks,
  IconInfoCircle,
  IconLink,
  IconLogout,
  IconMessage2,
  IconMessageCircle,
  IconStar,
  IconStarOff,
} from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomAlerts, RoomSummary } from '@/engine/rpc/protocol';
import { isUnread } from '@/engine/rpc/unread';
import { shortcut } from '@/shared/shortcuts';
import { ContextMenu, type IconType, MenuItem, MenuSection, MenuSeparator, type Point } from '@/ui';
import { useChatsNavigation } from '../address';
import { MuteDialog } from '../alerts/MuteDialog';
import { LeaveDialog } from '../room/LeaveDialog';
import { useRoomActions } from '../room/useRoomActions';

interface ChatMenuProps {
  room: RoomSummary | undefined;
  at: Point | null;
  onClose(): void;
}

const ALERTS: readonly { id: RoomAlerts; icon: IconType }[] = [
  { id: 'all', icon: IconBell },
  { id: 'mentions', icon: IconAt },
  { id: 'mute', icon: IconBellOff },
];

export const ChatMenu = memo(function ChatMenu({ room, at, onClose }: ChatMenuProps) {
  const [leaving, setLeaving] = useState<RoomSummary | null>(null);
  const [muting, setMuting] = useState<RoomSummary | null>(null);
  const run = useChatActs(setLeaving, setMuting);
  return (
    <>
      <ContextMenu
        label={room?.name ?? ''}
        at={room ? at : null}
        onClose={onClose}
        onAction={(key) => room && run(String(key), room)}
      >
        {room && <ChatItems room={room} />}
      </ContextMenu>
      {leaving && <LeaveDialog room={leaving} onClose={() => setLeaving(null)} />}
      {muting && <MuteDialog room={muting} before={alertsNow(muting)} onClose={() => setMuting(null)} />}
    </>
  );
});

const alertsNow = ({ alerts, mutedUntil }: RoomSummary) => ({ alerts, until: mutedUntil });

type Act = (room: RoomSummary) => void;

function useChatActs(onLeave: Act, onMute: Act): (act: string, room: RoomSummary) => void {
  const actions = useRoomActions();
  const { openChat, openDetails } = useChatsNavigation();
  const acts: Record<string, Act> = {
    mute: onMute,
    open: ({ roomId }) => openChat(roomId),
    details: ({ roomId }) => openDetails(roomId),
    favourite: (room) => actions.setFavourite(room, !room.favourite),
    low: (room) => actions.setLowPriority(room, !room.lowPriority),
    archive: (room) => actions.setArchived(room, !room.archived),
    read: (room) => actions[isUnread(room) ? 'markRead' : 'markUnread'](room),
    link: ({ roomId }) => actions.copyLink(roomId),
    leave: onLeave,
  };
  return (act, room) => {
    if (act === 'all' || act === 'mentions') actions.setAlerts(room, { alerts: act }, alertsNow(room));
    else acts[act]?.(room);
  };
}

function ChatItems({ room }: { room: RoomSummary }) {
  const { t } = useTranslation('chats');
  const { t: list } = useTranslation('list');
  const unread = isUnread(room);
  return (
    <>
      <MenuItem id="open" icon={IconMessageCircle}>
        {t('menu.open')}
      </MenuItem>
      <MenuItem id="details" icon={IconInfoCircle}>
        {list('menu.details')}
      </MenuItem>
      <MenuItem id="read" icon={unread ? IconChecks : IconMessage2} keys={shortcut('toggleRead').keys}>
        {t(unread ? 'menu.markRead' : 'menu.markUnread')}
      </MenuItem>
      <MenuItem id="favourite" icon={room.favourite ? IconStarOff : IconStar}>
        {t(room.favourite ? 'menu.unfavourite' : 'menu.favourite')}
      </MenuItem>
      <MenuItem id="archive" icon={room.archived ? IconArchiveOff : IconArchive} keys={shortcut('archiveChat').keys}>
        {list(room.archived ? 'menu.unarchive' : 'menu.archive')}
      </MenuItem>
      <MenuItem id="low" icon={room.lowPriority ? IconArrowBarToUp : IconArrowBarToDown}>
        {list(room.lowPriority ? 'menu.normalPriority' : 'menu.lowPriority')}
      </MenuItem>
      <MenuSection title={list('menu.alerts')} chosen={room.alerts}>
        {ALERTS.map(({ id, icon }) => (
          <MenuItem key={id} id={id} icon={icon}>
            {list(`alerts.${id}`)}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSeparator />
      <MenuItem id="link" icon={IconLink}>
        {t('menu.copyLink')}
      </MenuItem>
      <MenuItem id="leave" icon={IconLogout} danger>
        {t('menu.leave')}
      </MenuItem>
    </>
  );
}
