// SPDX-License-Identifier: EUPL-1.2
// The newest message of each announcement chat.
import { IconSpeakerphone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '@/engine/rpc/protocol';
import { useRoomList } from '@/engine/rpc/react';
import { formatDay, formatTime } from '@/shared/dates';
import { Chip, EmptyState, Link, SkeletonRows } from '@/ui';
import { Card } from './Card';
import styles from './Portal.module.css';

const SHOWN = 3;

export function Announcements() {
  const { t } = useTranslation('portal');
  const { value } = useRoomList();
  const rooms = value?.rooms.filter((room) => room.kind === 'announcement' && room.membership === 'join') ?? [];
  const told = rooms.filter((room) => room.preview?.type === 'message');
  return (
    <Card title={t('announcements')} icon={IconSpeakerphone} wide>
      {!value && <SkeletonRows count={2} avatar={false} />}
      {value && told.length === 0 && <EmptyState title={t('noAnnouncements')}>{t('noAnnouncementsText')}</EmptyState>}
      {told.length > 0 && (
        <ul className={styles.news}>
          {told.slice(0, SHOWN).map((room) => (
            <li key={room.roomId}>
              <Announcement room={room} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Announcement({ room }: { room: RoomSummary }) {
  const { t } = useTranslation('portal');
  if (room.preview?.type !== 'message') return null;
  const { text, fileName, sender } = room.preview;
  const [headline = '', ...rest] = (text || fileName || '').split('\n').filter((line) => line.trim());
  return (
    <article className={styles.announcement}>
      {room.unread > 0 && <Chip tone="accent">{t('new')}</Chip>}
      <h3>
        <Link href={`/chats/${encodeURIComponent(room.roomId)}`} className={styles.headline}>
          {headline}
        </Link>
      </h3>
      {rest.length > 0 && <p className={styles.excerpt}>{rest.join(' ')}</p>}
      <p className={styles.meta}>
        {room.name} · {sender.name} · {formatDay(room.lastActivity)}, {formatTime(room.lastActivity)}
      </p>
    </article>
  );
}
