// SPDX-License-Identifier: EUPL-1.2
// The middle pane: an invitation, a chat that is not there, or the conversation.
import { IconDoorOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RoomList } from '@/engine/rpc/protocol';
import { useRoom, useRoomListPart } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { EmptyState, ErrorState, LinkButton } from '@/ui';
import { useSteadyRoom } from '../steady';
import { OpeningSkeleton } from '../timeline/OpeningSkeleton';
import { Conversation } from './Conversation';
import { InviteScreen } from './InviteScreen';
import styles from './Room.module.css';
import { RoomHeader, RoomHeaderSkeleton } from './RoomHeader';

export function RoomPane({ roomId }: { roomId: string }) {
  const { t } = useTranslation('chats');
  const { value, error } = useRoom(roomId);
  const room = useSteadyRoom(value);
  const { invite, name, saved, absent } = useListed(roomId);
  if (invite) return <InviteScreen summary={invite} />;
  if (room && room.membership === 'join') return <Conversation room={room} />;
  if (room && (room.membership === 'leave' || room.membership === 'ban')) return <Gone />;
  if (error?.code === 'not_found' || (absent && !room)) return <Gone />;
  if (error && !room) {
    return (
      <ErrorState title={t('room.failed')} code={errorCode(error)}>
        {errorText(error)}
      </ErrorState>
    );
  }
  return (
    <>
      {room ? <RoomHeader room={room} /> : <RoomHeaderSkeleton summary={{ name, saved }} />}
      <OpeningSkeleton />
    </>
  );
}

/** What the list knows of the chat; a new message in it changes none of this. */
function useListed(roomId: string) {
  const inList = (list: RoomList | undefined) => list?.rooms.find((known) => known.roomId === roomId);
  const invite = useRoomListPart((list) => {
    const summary = inList(list);
    return summary?.invite && summary.membership === 'invite' ? summary : null;
  });
  const name = useRoomListPart((list) => inList(list)?.name ?? '');
  const saved = useRoomListPart((list) => inList(list)?.saved ?? false);
  const absent = useRoomListPart((list) => list?.complete === true && !inList(list));
  return { invite, name, saved, absent };
}

function Gone() {
  const { t } = useTranslation('chats');
  return (
    <div className={styles.centre}>
      <EmptyState
        icon={IconDoorOff}
        title={t('room.gone')}
        action={<LinkButton href="/chats">{t('room.toList')}</LinkButton>}
      >
        {t('room.goneText')}
      </EmptyState>
    </div>
  );
}
