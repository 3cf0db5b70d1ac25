// SPDX-License-Identifier: EUPL-1.2
// Invitations above the list, answered in place.
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { Avatar, Button, Dot, Link, useListWidth } from '@/ui';
import { useChatsNavigation } from '../address';
import { useInviteAnswer } from '../room/useInviteAnswer';
import styles from './ChatList.module.css';

const SHOWN = 2;

export function InviteCards({ invites }: { invites: RoomSummary[] }) {
  const { t } = useTranslation('chats');
  const [all, setAll] = useState(false);
  const width = useListWidth();
  if (invites.length === 0) return null;
  if (width === 'icons') return <InviteIcons invites={invites} />;
  const shown = all ? invites : invites.slice(0, SHOWN);
  return (
    <section className={styles.invites} aria-label={t('invite.title')}>
      {shown.map((room) => (
        <InviteCard key={room.roomId} room={room} />
      ))}
      {invites.length > SHOWN && (
        <Button variant="quiet" size="sm" onPress={() => setAll(!all)}>
          {all ? t('invite.fewer') : t('invite.more', { count: invites.length - SHOWN })}
        </Button>
      )}
    </section>
  );
}

function InviteIcons({ invites }: { invites: RoomSummary[] }) {
  const { t } = useTranslation('chats');
  return (
    <section className={styles.inviteIcons} aria-label={t('invite.title')}>
      {invites.map((room) => (
        <Link
          key={room.roomId}
          href={`/chats/${encodeURIComponent(room.roomId)}`}
          className={styles.inviteIcon}
          aria-label={t('invite.to', { name: room.name })}
        >
          <Avatar name={room.name} size={40} shape={room.invite?.isDirect ? 'person' : 'room'} />
          <Dot className={styles.corner} />
        </Link>
      ))}
    </section>
  );
}

const InviteCard = memo(function InviteCard({ room }: { room: RoomSummary }) {
  const { t } = useTranslation('chats');
  const url = useAvatarUrl(room.avatar, 40);
  const { openChat } = useChatsNavigation();
  const { answer, pending } = useInviteAnswer(room.roomId);
  const accept = async () => {
    if (await answer('accept')) openChat(room.roomId);
  };
  return (
    <article className={styles.invite}>
      <Avatar name={room.name} url={url} size={40} shape={room.invite?.isDirect ? 'person' : 'room'} />
      <div className={styles.inviteWords}>
        <Link href={`/chats/${encodeURIComponent(room.roomId)}`} className={styles.inviteName}>
          {room.name}
        </Link>
        <span className={styles.inviteText}>
          {room.invite?.isDirect
            ? t('invite.direct')
            : t('invite.from', { name: room.invite?.inviter?.name ?? t('invite.somebody') })}
        </span>
        <span className={styles.answers}>
          <Button size="sm" variant="primary" isPending={pending === 'accept'} onPress={() => void accept()}>
            {t('invite.accept')}
          </Button>
          <Button size="sm" isPending={pending === 'reject'} onPress={() => void answer('reject')}>
            {t('invite.decline')}
          </Button>
        </span>
      </div>
    </article>
  );
});
