// SPDX-License-Identifier: EUPL-1.2
// The middle pane: an invitation, a chat that is not there, or the conversation.
import { IconDoorOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRoom, useRoomList } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { EmptyState, ErrorState, LinkButton } from '@/ui';
import { OpeningSkeleton } from '../timeline/OpeningSkeleton';
import { Conversation } from './Conversation';
import { InviteScreen } from './InviteScreen';
import styles from './Room.module.css';
import { RoomHeader, RoomHeaderSkeleton } from './RoomHeader';
import { useSteadyRoom } from './useSteadyRoom';

export function RoomPane({ roomId }: { roomId: string }) {
  const { t } = useTranslation('chats');
  const { value: list } = useRoomList();
  const { value, error } = useRoom(roomId);
  const room = useSteadyRoom(value);
  const summary = list?.rooms.find((known) => known.roomId === roomId);
  if (summary?.invite && summary.membership === 'invite') return <InviteScreen summary={summary} />;
  if (room && room.membership === 'join') return <Conversation room={room} />;
  if (room && (room.membership === 'leave' || room.membership === 'ban')) return <Gone />;
  if (error?.code === 'not_found' || (list?.complete && !summary && !room)) return <Gone />;
  if (error && !room) {
    return (
      <ErrorState title={t('room.failed')} code={errorCode(error)}>
        {errorText(error)}
      </ErrorState>
    );
  }
  return (
    <>
      {room ? <RoomHeader room={room} /> : <RoomHeaderSkeleton summary={summary} />}
      <OpeningSkeleton />
    </>
  );
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
