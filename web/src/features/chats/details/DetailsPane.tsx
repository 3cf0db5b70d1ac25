// SPDX-License-Identifier: EUPL-1.2
// The right pane: what this chat is, how it is protected, who is in it, and what one may change.
import {
  IconArchive,
  IconArchiveOff,
  IconFileExport,
  IconLogout,
  IconSearch,
  IconStar,
  IconStarFilled,
  IconUserPlus,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { useAvatarUrl, useEngine, useRoom } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Aside, Avatar, Button, ErrorState, LinkButton, SkeletonRows } from '@/ui';
import { RoomAlertsSelect } from '../alerts/RoomAlertsSelect';
import { ExportDialog } from '../export/ExportDialog';
import { SavedFace } from '../forward/SavedFace';
import { RightsSection } from '../rights/RightsSection';
import { LeaveDialog } from '../room/LeaveDialog';
import { useRoomActions } from '../room/useRoomActions';
import styles from './Details.module.css';
import { EditableText } from './EditableText';
import { EncryptionInfo } from './EncryptionInfo';
import { InviteDialog } from './InviteDialog';
import { MemberList } from './MemberList';

interface DetailsPaneProps {
  roomId: string;
  onClose(): void;
}

export function DetailsPane({ roomId, onClose }: DetailsPaneProps) {
  const { t } = useTranslation('chats');
  const { value: room, error } = useRoom(roomId);
  return (
    <Aside title={t('details.title')} onClose={onClose}>
      {room && <Details room={room} />}
      {!room && !error && <SkeletonRows count={6} />}
      {!room && error && (
        <ErrorState title={t('details.failed')} code={errorCode(error)}>
          {errorText(error)}
        </ErrorState>
      )}
    </Aside>
  );
}

function Details({ room }: { room: RoomDetails }) {
  return room.saved ? <SavedDetails room={room} /> : <ChatDetails room={room} />;
}

/** Without what needs other people: members, rights, notifications, a way out. */
function SavedDetails({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('compose');
  return (
    <div className={styles.body}>
      <header className={styles.head}>
        <SavedFace />
        <p className={styles.name}>{t('saved.title')}</p>
        <p className={styles.kind}>{t('saved.hint')}</p>
      </header>
      <Actions room={room} />
      <EncryptionInfo room={room} />
      <footer className={styles.foot}>
        <Export room={room} />
      </footer>
    </div>
  );
}

function ChatDetails({ room }: { room: RoomDetails }) {
  const engine = useEngine();
  const { roomId, membersComplete } = room;
  useEffect(() => {
    if (!membersComplete) engine.call('rooms.loadMembers', { roomId }).catch(() => undefined);
  }, [engine, roomId, membersComplete]);
  return (
    <div className={styles.body}>
      <Head room={room} />
      <Actions room={room} />
      <RoomAlertsSelect room={room} />
      <EncryptionInfo room={room} />
      <MemberList room={room} />
      {room.kind !== 'direct' && <RightsSection room={room} />}
      <Leave room={room} />
    </div>
  );
}

function Head({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const url = useAvatarUrl(room.avatar, 72);
  const { roomId, myRights } = room;
  const direct = room.kind === 'direct';
  return (
    <header className={styles.head}>
      <Avatar name={room.name} url={url} size={72} shape={direct ? 'person' : 'room'} />
      <EditableText
        label={t('details.name')}
        value={room.name}
        canEdit={myRights.rename && !direct}
        look="name"
        onSave={(name) => engine.call('rooms.rename', { roomId, name })}
      />
      <p className={styles.kind}>{t(`kind.${room.kind}`)}</p>
      {(!direct || room.topic) && (
        <EditableText
          label={t('details.topic')}
          value={room.topic}
          canEdit={myRights.changeTopic && !direct}
          placeholder={t('details.addTopic')}
          look="topic"
          mayBeEmpty
          onSave={(topic) => engine.call('rooms.setTopic', { roomId, topic })}
        />
      )}
    </header>
  );
}

function Actions({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const { t: list } = useTranslation('list');
  const { setFavourite, setArchived } = useRoomActions();
  const [inviting, setInviting] = useState(false);
  const { t: app } = useTranslation('app');
  const navigate = useNavigate();
  return (
    <div className={styles.actions}>
      <Button size="sm" icon={IconSearch} onPress={() => void navigate({ to: '/search', search: { in: room.roomId } })}>
        {app('shortcuts.searchRoom')}
      </Button>
      <Button
        size="sm"
        icon={room.favourite ? IconStarFilled : IconStar}
        aria-pressed={room.favourite}
        onPress={() => setFavourite(room, !room.favourite)}
      >
        {t(room.favourite ? 'details.isFavourite' : 'details.favourite')}
      </Button>
      <Button
        size="sm"
        icon={room.archived ? IconArchiveOff : IconArchive}
        onPress={() => setArchived(room, !room.archived)}
      >
        {list(room.archived ? 'menu.unarchive' : 'menu.archive')}
      </Button>
      {room.kind === 'direct' && room.directUserId && (
        <LinkButton size="sm" href={`/people/${encodeURIComponent(room.directUserId)}`}>
          {t('details.card')}
        </LinkButton>
      )}
      {room.kind !== 'direct' && !room.saved && room.myRights.invite && (
        <Button size="sm" variant="primary" icon={IconUserPlus} onPress={() => setInviting(true)}>
          {t('details.invite')}
        </Button>
      )}
      {inviting && <InviteDialog room={room} onClose={() => setInviting(false)} />}
    </div>
  );
}

function Export({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('export');
  const [exports, setExports] = useState(false);
  return (
    <>
      <Button variant="quiet" icon={IconFileExport} onPress={() => setExports(true)}>
        {t('open')}
      </Button>
      {exports && <ExportDialog room={room} onClose={() => setExports(false)} />}
    </>
  );
}

function Leave({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const [leaving, setLeaving] = useState(false);
  return (
    <footer className={styles.foot}>
      <Export room={room} />
      <Button variant="quiet" icon={IconLogout} className={styles.leave ?? ''} onPress={() => setLeaving(true)}>
        {t('menu.leave')}
      </Button>
      {leaving && <LeaveDialog room={room} onClose={() => setLeaving(false)} />}
    </footer>
  );
}
