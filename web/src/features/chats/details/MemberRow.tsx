// SPDX-License-Identifier: EUPL-1.2
// One member: name, role in words, and a menu of what one may do.
import {
  IconAddressBook,
  IconDots,
  IconMessage,
  IconShieldCheck,
  IconUserMinus,
  IconUserShield,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails, RoomMember } from '@/engine/rpc/protocol';
import { useAvatarUrl, useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { useSession } from '@/shared/session';
import { Avatar, ConfirmDialog, IconButton, Menu, MenuItem, MenuSection, MenuTrigger, showToast } from '@/ui';
import { useChatsNavigation } from '../address';
import { OutsideMark } from '../outside/OutsideMark';
import styles from './Details.module.css';

interface MemberRowProps {
  member: RoomMember;
  room: RoomDetails;
}

export function MemberRow({ member, room }: MemberRowProps) {
  const { t } = useTranslation('chats');
  const { user_id: me } = useSession();
  const url = useAvatarUrl(member.avatar, 36);
  const invited = member.membership === 'invite';
  const role = member.role === 'member' ? '' : t(`role.${member.role}`, { power: member.power });
  return (
    <li className={styles.member}>
      <Avatar name={member.name} url={url} size={36} />
      <span className={styles.memberWords}>
        <span className={styles.memberName}>
          {member.name}
          {member.userId === me && <span className={styles.you}> ({t('message.you')})</span>}
          <OutsideMark userId={member.userId} />
          {member.trust === 'verified' && (
            <IconShieldCheck size={15} stroke={1.8} className={styles.check} aria-label={t('details.isVerified')} />
          )}
        </span>
        {(member.ambiguous || role || invited) && (
          <span className={styles.memberRole}>
            {[member.ambiguous ? member.userId : '', invited ? t('details.invited') : role].filter(Boolean).join(' · ')}
          </span>
        )}
      </span>
      {member.userId !== me && <MemberMenu member={member} room={room} />}
    </li>
  );
}

const ROLES = [
  { id: 'administrator', power: 100 },
  { id: 'moderator', power: 50 },
  { id: 'member', power: 0 },
] as const;

function MemberMenu({ member, room }: MemberRowProps) {
  const { t } = useTranslation('chats');
  const [removing, setRemoving] = useState(false);
  const run = useMemberActs(member, room, () => setRemoving(true));
  const outranks = room.myPower > member.power;
  const canChangeRole = room.myRights.changeRoles && outranks && member.membership === 'join' && room.kind !== 'direct';
  return (
    <>
      <MenuTrigger>
        <IconButton label={t('details.actionsFor', { name: member.name })} icon={IconDots} size="sm" />
        <Menu onAction={(key) => run(String(key))}>
          <MenuItem id="card" icon={IconAddressBook}>
            {t('details.card')}
          </MenuItem>
          {room.kind !== 'direct' ? (
            <MenuItem id="write" icon={IconMessage}>
              {t('details.write')}
            </MenuItem>
          ) : null}
          {canChangeRole ? (
            <MenuSection title={t('details.role')}>
              {ROLES.filter(({ power }) => power <= room.myPower).map(({ id }) => (
                <MenuItem key={id} id={id} icon={IconUserShield} isDisabled={member.role === id}>
                  {t(`role.${id}`)}
                </MenuItem>
              ))}
            </MenuSection>
          ) : null}
          {room.myRights.kick && outranks && room.kind !== 'direct' ? (
            <MenuItem id="remove" icon={IconUserMinus} danger>
              {t(member.membership === 'invite' ? 'details.withdraw' : 'details.remove')}
            </MenuItem>
          ) : null}
        </Menu>
      </MenuTrigger>
      {removing && <RemoveDialog member={member} room={room} onClose={() => setRemoving(false)} />}
    </>
  );
}

function useMemberActs(member: RoomMember, room: RoomDetails, onRemove: () => void): (act: string) => void {
  const engine = useEngine();
  const navigate = useNavigate();
  const { openChat } = useChatsNavigation();
  const { userId } = member;
  const failed = (error: unknown) => showToast({ text: errorText(error), tone: 'bad' });
  return (act) => {
    const role = ROLES.find(({ id }) => id === act);
    if (role) engine.call('rooms.setRole', { roomId: room.roomId, userId, power: role.power }).catch(failed);
    else if (act === 'card') void navigate({ to: '/people/$userId', params: { userId } });
    else if (act === 'remove') onRemove();
    else {
      engine
        .call('rooms.direct', { userId })
        .then(({ roomId }) => openChat(roomId))
        .catch(failed);
    }
  };
}

function RemoveDialog({ member, room, onClose }: MemberRowProps & { onClose(): void }) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const remove = () => {
    engine
      .call('rooms.kick', { roomId: room.roomId, userId: member.userId })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('details.removeTitle', { name: member.name })}
      isOpen
      action={t('details.remove')}
      danger
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{t('details.removeText')}</p>
    </ConfirmDialog>
  );
}
