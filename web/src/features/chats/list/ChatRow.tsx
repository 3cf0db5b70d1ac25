// SPDX-License-Identifier: EUPL-1.2
// One chat in the list.
import { IconArchive, IconAt, IconClock, IconSpeakerphone, IconStarFilled } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { badgeOf } from '@/engine/rpc/unread';
import { formatShort } from '@/shared/dates';
import { Avatar, Badge, classes, Dot, type ListWidth, SteadyRow } from '@/ui';
import { MutedMark } from '../alerts/MutedMark';
import { SavedFace } from '../forward/SavedFace';
import { previewLine } from '../text/preview';
import styles from './ChatList.module.css';

interface ChatRowProps {
  id: string;
  room: RoomSummary;
  current: boolean;
  width: ListWidth;
}

export const ChatRow = memo(function ChatRow({ id, room, current, width }: ChatRowProps) {
  const url = useAvatarUrl(room.avatar, 40);
  const compact = width === 'compact';
  return (
    <SteadyRow
      id={id}
      textValue={room.name}
      current={current}
      strong={badgeOf(room) > 0}
      narrow={width === 'icons'}
      className={styles.row ?? ''}
      leading={
        room.saved ? (
          <SavedFace small={compact} />
        ) : (
          <Avatar
            name={room.name}
            url={url}
            size={compact ? 32 : 40}
            shape={room.kind === 'direct' ? 'person' : 'room'}
          />
        )
      }
      title={<Title room={room} />}
      meta={compact ? undefined : <time>{room.lastActivity > 0 ? formatShort(room.lastActivity) : ''}</time>}
      subtitle={<Subtitle room={room} current={current} />}
      trailing={<UnreadMark room={room} />}
    />
  );
});

function Title({ room }: { room: RoomSummary }) {
  const { t: compose } = useTranslation('compose');
  const { t: list } = useTranslation('list');
  const { t } = useTranslation('chats');
  return (
    <span className={styles.title}>
      {room.kind === 'announcement' && <IconSpeakerphone size={15} stroke={1.8} aria-label={t('kind.announcement')} />}
      <span className={styles.name}>{room.saved ? compose('saved.title') : room.name}</span>
      {room.favourite && <IconStarFilled size={12} className={styles.star} aria-label={t('list.favourite')} />}
      {room.alerts === 'mute' && <MutedMark until={room.mutedUntil} />}
      {room.alerts === 'mentions' && <IconAt size={14} stroke={1.8} aria-label={list('mentionsOnly')} />}
      {room.archived && <IconArchive size={14} stroke={1.8} aria-label={list('archived')} />}
    </span>
  );
}

function Subtitle({ room, current }: { room: RoomSummary; current: boolean }) {
  const { t } = useTranslation('chats');
  const { before, text, tone, waiting } = previewLine(t, room, current);
  return (
    <span
      className={classes(
        tone === 'typing' && styles.typing,
        tone === 'quiet' && styles.quiet,
        tone === 'draft' && styles.draft,
      )}
    >
      {waiting && <IconClock size={14} stroke={1.8} className={styles.waiting} aria-label={t('preview.queued')} />}
      {before && <span className={styles.before}>{before} </span>}
      {text}
    </span>
  );
}

export function UnreadMark({ room }: { room: RoomSummary }) {
  const { t } = useTranslation('chats');
  if (room.highlights > 0) {
    return <Badge count={room.highlights} mention label={t('list.mentions', { count: room.highlights })} />;
  }
  if (room.unread > 0) {
    return <Badge count={room.unread} quiet={badgeOf(room) === 0} label={t('list.unread', { count: room.unread })} />;
  }
  return room.markedUnread ? <Dot label={t('list.marked')} /> : null;
}
