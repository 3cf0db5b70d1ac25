// SPDX-License-Identifier: EUPL-1.2
// Who may do what in a chat: a choice per right, or plain words for those who may not change them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails, RoomRight } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Banner, Dialog, Select, showToast } from '@/ui';
import { nameList } from '../text/names';
import { choicesFor, shownRights, WHO, type Who, whoOf } from './levels';
import styles from './Rights.module.css';

export function RightsDialog({ room, onClose }: { room: RoomDetails; onClose(): void }) {
  const { t } = useTranslation('rights');
  const words = useWhoWords();
  const roles = room.rights.find(({ id }) => id === 'roles');
  return (
    <Dialog title={t('title')} isOpen onClose={onClose} scrolls={!room.myRights.changeRoles}>
      <div className={styles.dialog}>
        {room.myRights.changeRoles ? (
          <p className={styles.text}>{t('text')}</p>
        ) : (
          <Banner boxed>{t('readOnly', { who: words(roles?.level ?? WHO.administrators) })}</Banner>
        )}
        <dl className={styles.rights}>
          {shownRights(room).map((right) => (
            <Right key={right.id} room={room} right={right} />
          ))}
        </dl>
        <Owners room={room} />
      </div>
    </Dialog>
  );
}

function Right({ room, right }: { room: RoomDetails; right: RoomRight }) {
  const { t } = useTranslation('rights');
  const words = useWhoWords();
  const choices = choicesFor(room, right);
  const { pending, change } = useChange(room.roomId, right);
  const now = whoOf(right.level);
  return (
    <div className={styles.right}>
      <dt>
        {t(right.id)}
        {right.id === 'reply' && <span className={styles.hint}>{t('replyHint')}</span>}
      </dt>
      <dd>
        {choices.length === 0 ? (
          words(right.level)
        ) : (
          <Select<Who>
            label={t(right.id)}
            bare
            choices={choices.map((id) => ({ id, label: t(`who.${id}`) }))}
            value={now === 'custom' ? null : now}
            placeholder={words(right.level)}
            isDisabled={pending}
            onChange={(who) => who !== now && void change(WHO[who])}
          />
        )}
      </dd>
    </div>
  );
}

function useChange(roomId: string, { id }: RoomRight) {
  const { t } = useTranslation('rights');
  const engine = useEngine();
  const [pending, setPending] = useState(false);
  const change = async (level: number) => {
    setPending(true);
    await engine
      .call('rooms.setRight', { roomId, right: id, level })
      .catch((reason: unknown) => showToast({ text: `${t('failed')}. ${errorText(reason)}`, tone: 'bad' }));
    setPending(false);
  };
  return { pending, change };
}

function useWhoWords(): (level: number) => string {
  const { t } = useTranslation('rights');
  return (level) => {
    const who = whoOf(level);
    return who === 'custom' ? t('who.custom', { level }) : t(`who.${who}`);
  };
}

/** The makers of a version 12 room stand above all numbers. */
function Owners({ room }: { room: RoomDetails }) {
  const { t, i18n } = useTranslation('rights');
  const owners = room.members.filter(({ role }) => role === 'owner');
  if (owners.length === 0) return null;
  const names = nameList(owners, i18n.language);
  return <p className={styles.text}>{t('owners', { names, count: owners.length })}</p>;
}
