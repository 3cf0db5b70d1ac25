// SPDX-License-Identifier: EUPL-1.2
// An invitation seen in full, before it is answered.
import { IconChevronLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { formatAgo } from '@/shared/dates';
import { Avatar, Button, IconButton, useIsPhone } from '@/ui';
import { useChatsNavigation } from '../address';
import styles from './Room.module.css';
import { useInviteAnswer } from './useInviteAnswer';

export function InviteScreen({ summary }: { summary: RoomSummary }) {
  const { t } = useTranslation('chats');
  const phone = useIsPhone();
  const { openList } = useChatsNavigation();
  const url = useAvatarUrl(summary.avatar, 96);
  const { answer, pending } = useInviteAnswer(summary.roomId);
  const { invite } = summary;
  const decline = async () => {
    if (await answer('reject')) openList();
  };
  return (
    <div className={styles.inviteScreen}>
      {phone && (
        <span className={styles.inviteBack}>
          <IconButton label={t('room.back')} icon={IconChevronLeft} onPress={openList} />
        </span>
      )}
      <Avatar name={summary.name} url={url} size={96} shape={invite?.isDirect ? 'person' : 'room'} />
      <h1>{summary.name}</h1>
      <p className={styles.inviteText}>
        {t(invite?.isDirect ? 'invite.screenDirect' : 'invite.screenGroup', {
          name: invite?.inviter?.name ?? t('invite.somebody'),
        })}
        {invite && <time> · {formatAgo(invite.at)}</time>}
      </p>
      <div className={styles.inviteButtons}>
        <Button isPending={pending === 'reject'} onPress={() => void decline()}>
          {t('invite.decline')}
        </Button>
        <Button variant="primary" isPending={pending === 'accept'} onPress={() => void answer('accept')}>
          {t('invite.accept')}
        </Button>
      </div>
    </div>
  );
}
