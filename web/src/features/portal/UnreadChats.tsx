// SPDX-License-Identifier: EUPL-1.2
// Chats with unread messages and invitations, newest first.
import { IconMessage, IconMessageCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '@/engine/rpc/protocol';
import { useAvatarUrl, useRoomList } from '@/engine/rpc/react';
import { badgeOf } from '@/engine/rpc/unread';
import { formatShort } from '@/shared/dates';
import { errorCode, errorText } from '@/shared/errors';
import { Avatar, Badge, Chip, EmptyState, ErrorState, Link, SkeletonRows } from '@/ui';
import { Card } from './Card';
import styles from './Portal.module.css';

const SHOWN = 5;

export function isNews(room: RoomSummary): boolean {
  return room.membership === 'invite' || badgeOf(room) > 0;
}

export function UnreadChats() {
  const { t } = useTranslation('portal');
  return (
    <Card title={t('unread')} icon={IconMessage} link={{ href: '/chats', words: t('allChats') }}>
      <Chats />
    </Card>
  );
}

function Chats() {
  const { t } = useTranslation('portal');
  const { value, error } = useRoomList();
  if (!value && error) {
    return (
      <ErrorState title={t('chatsFailed')} code={errorCode(error)}>
        {errorText(error)}
      </ErrorState>
    );
  }
  if (!value || (!value.complete && value.rooms.length === 0)) return <SkeletonRows count={3} />;
  const news = value.rooms.filter(isNews);
  if (news.length === 0) return <EmptyState icon={IconMessageCheck} title={t('allRead')} />;
  return (
    <ul className={styles.rows}>
      {news.slice(0, SHOWN).map((room) => (
        <li key={room.roomId}>
          <ChatRow room={room} />
        </li>
      ))}
    </ul>
  );
}

function ChatRow({ room }: { room: RoomSummary }) {
  const { t } = useTranslation(['portal', 'app']);
  const url = useAvatarUrl(room.avatar);
  const preview = room.preview?.type === 'message' ? room.preview : null;
  const text =
    preview &&
    [room.kind === 'direct' ? null : preview.sender.name, preview.text || preview.fileName].filter(Boolean).join(': ');
  return (
    <Link href={`/chats/${encodeURIComponent(room.roomId)}`} className={styles.row}>
      <Avatar name={room.name} url={url} size={40} shape={room.kind === 'direct' ? 'person' : 'room'} />
      <span className={styles.words}>
        <span className={styles.name}>{room.name}</span>
        <span className={styles.text}>{text}</span>
      </span>
      <span className={styles.marks}>
        <time className={styles.meta}>{formatShort(room.lastActivity)}</time>
        {room.membership === 'invite' ? (
          <Chip tone="accent">{t('invite')}</Chip>
        ) : (
          <Badge
            count={room.highlights || badgeOf(room)}
            mention={room.highlights > 0}
            label={t('rail.unread', { ns: 'app', count: room.unread })}
          />
        )}
      </span>
    </Link>
  );
}
