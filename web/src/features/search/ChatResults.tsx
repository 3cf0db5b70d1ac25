// SPDX-License-Identifier: EUPL-1.2
// Chats of this person whose name answers the search.
import { IconMessages } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RoomHit } from '@/engine/rpc/protocol';
import { useAvatarUrl, useEngine } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Avatar, Badge, EmptyState, ErrorState, List, ListRow, SkeletonRows } from '@/ui';
import { useSearchAddress } from './address';
import styles from './Search.module.css';

const MOST = 200;

export function ChatResults() {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const engine = useEngine();
  const { query } = useSearchAddress();
  const { data, error, refetch } = useQuery({
    queryKey: ['search', 'chats', query],
    queryFn: () => engine.call('search.quick', { query, limit: MOST }),
    placeholderData: keepPreviousData,
    networkMode: 'always',
    staleTime: 0,
  });
  if (!data) {
    if (!error) return <SkeletonRows count={8} />;
    return (
      <ErrorState title={t('failed')} code={errorCode(error)} onRetry={() => void refetch()}>
        {errorText(error)}
      </ErrorState>
    );
  }
  if (data.rooms.length === 0) {
    return (
      <EmptyState icon={IconMessages} title={t('none.title', { query })}>
        {t('none.chats')}
      </EmptyState>
    );
  }
  const open = (roomId: string) => void navigate({ to: '/chats/$roomId', params: { roomId } });
  return (
    <div className={styles.results}>
      <List
        aria-label={t('results')}
        items={data.rooms.map((room) => ({ id: room.roomId, room }))}
        onAction={(key) => open(String(key))}
      >
        {({ room }) => <ChatRow room={room} />}
      </List>
    </div>
  );
}

function ChatRow({ room }: { room: RoomHit }) {
  const { t } = useTranslation('app');
  const url = useAvatarUrl(room.avatar, 40);
  return (
    <ListRow
      id={room.roomId}
      textValue={room.name}
      leading={<Avatar name={room.name} url={url} size={40} shape={room.kind === 'direct' ? 'person' : 'room'} />}
      title={room.name}
      trailing={<Badge count={room.unread} label={t('rail.unread', { count: room.unread })} />}
    />
  );
}
