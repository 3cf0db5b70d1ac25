// SPDX-License-Identifier: EUPL-1.2
// The first line of a conversation: whose it is, how it is protected, and its details.
import {
  IconChevronLeft,
  IconInfoCircle,
  IconLock,
  IconLockOpen,
  IconMessage2,
  IconSearch,
  IconSpeakerphone,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RoomDetails, RoomSummary } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { shortcut } from '@/shared/shortcuts';
import { Avatar, Badge, IconButton, IconToggle, Skeleton, useIsPhone } from '@/ui';
import { useChatsAddress, useChatsNavigation } from '../address';
import { MutedMark } from '../alerts/MutedMark';
import { SavedFace } from '../forward/SavedFace';
import styles from './Room.module.css';
import { usePresenceWords } from './usePresenceWords';

export function RoomHeader({ room }: { room: RoomDetails }) {
  return room.saved ? <SavedHeader room={room} /> : <ChatHeader room={room} />;
}

/** A person's own place: nobody to count, to call or to answer. */
function SavedHeader({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('compose');
  return (
    <header className={styles.header}>
      <BackButton />
      <SavedFace />
      <div className={styles.headerWords}>
        <h1 className={styles.headerName}>{t('saved.title')}</h1>
        <p className={styles.headerLine}>{t('saved.hint')}</p>
      </div>
      <SearchButton roomId={room.roomId} />
      <DetailsToggle />
    </header>
  );
}

function ChatHeader({ room }: { room: RoomDetails }) {
  const { t } = useTranslation(['chats', 'conversation']);
  const { panel, threadId } = useChatsAddress();
  const { setPanel } = useChatsNavigation();
  const url = useAvatarUrl(room.avatar, 40);
  return (
    <header className={styles.header}>
      <BackButton />
      <Avatar name={room.name} url={url} size={40} shape={room.kind === 'direct' ? 'person' : 'room'} />
      <div className={styles.headerWords}>
        <h1 className={styles.headerName}>{room.name}</h1>
        <p className={styles.headerLine} data-muted={room.alerts === 'mute' || undefined}>
          <Protection room={room} />
          <span className={styles.dot} aria-hidden="true">
            ·
          </span>
          <Audience room={room} />
          {room.alerts === 'mute' && <MutedMark until={room.mutedUntil} shown />}
        </p>
      </div>
      <SearchButton roomId={room.roomId} />
      <IconToggle
        label={
          room.threadsUnread > 0
            ? t('conversation:threads.withUnread', { count: room.threadsUnread })
            : t('conversation:threads.title')
        }
        icon={IconMessage2}
        isSelected={panel === 'threads' && !threadId}
        onChange={(open) => setPanel(open ? 'threads' : null)}
        mark={room.threadsUnread > 0 && <Badge count={room.threadsUnread} />}
      />
      <DetailsToggle />
    </header>
  );
}

function DetailsToggle() {
  const { t } = useTranslation('chats');
  const { panel, threadId } = useChatsAddress();
  const { setPanel } = useChatsNavigation();
  return (
    <IconToggle
      label={t('room.details')}
      icon={IconInfoCircle}
      isSelected={panel === 'details' && !threadId}
      onChange={(open) => setPanel(open ? 'details' : null)}
    />
  );
}

function BackButton() {
  const { t } = useTranslation('chats');
  const phone = useIsPhone();
  const { openList } = useChatsNavigation();
  return phone ? <IconButton label={t('room.back')} icon={IconChevronLeft} onPress={openList} /> : null;
}

/** A phone has it in the details. */
function SearchButton({ roomId }: { roomId: string }) {
  const { t } = useTranslation('app');
  const phone = useIsPhone();
  const navigate = useNavigate();
  if (phone) return null;
  return (
    <IconButton
      label={t('shortcuts.searchRoom')}
      icon={IconSearch}
      keys={shortcut('searchRoom').keys}
      onPress={() => void navigate({ to: '/search', search: { in: roomId } })}
    />
  );
}

function Protection({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const Icon = room.encryption.enabled ? IconLock : IconLockOpen;
  return (
    <span className={styles.protection}>
      <Icon size={14} stroke={1.8} aria-hidden />
      <span className={styles.protectionWords}>
        {t(room.encryption.enabled ? 'room.encrypted' : 'room.notEncrypted')}
      </span>
    </span>
  );
}

/** For two people the other's presence, for more their number. */
function Audience({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const presence = usePresenceWords(room.directUserId);
  if (room.kind === 'direct') return <span className={styles.audience}>{presence ?? t('kind.direct')}</span>;
  return (
    <span className={styles.audience}>
      {room.kind === 'announcement' && <IconSpeakerphone size={14} stroke={1.8} aria-label={t('kind.announcement')} />}
      {t('room.members', { count: room.joinedCount })}
    </span>
  );
}

export function RoomHeaderSkeleton({ summary }: { summary: Pick<RoomSummary, 'name' | 'saved'> }) {
  const { t } = useTranslation('compose');
  const name = summary.saved ? t('saved.title') : summary.name;
  return (
    <header className={styles.header}>
      <BackButton />
      <Skeleton className={styles.faceBone ?? ''} />
      <div className={styles.headerWords}>{name ? <h1 className={styles.headerName}>{name}</h1> : null}</div>
    </header>
  );
}
