// SPDX-License-Identifier: EUPL-1.2
// At the end of a line: who has read up to here, or that the last own message has arrived.
import { IconCheck } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile, TimelineItem } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { Avatar } from '@/ui';
import { nameList } from '../text/names';
import styles from './Row.module.css';

const FACES = 3;

export const Readers = memo(function Readers({ item, last }: { item: TimelineItem; last: boolean }) {
  const { t, i18n } = useTranslation('chats');
  if (item.readBy.length > 0) {
    const words = t('message.readBy', { names: nameList(item.readBy, i18n.language) });
    const more = item.readBy.length - FACES;
    return (
      <span className={styles.readers} title={words}>
        <span className="visually-hidden">{words}</span>
        {item.readBy.slice(0, FACES).map((person) => (
          <Reader key={person.userId} person={person} />
        ))}
        {more > 0 && <span aria-hidden="true">+{more}</span>}
      </span>
    );
  }
  if (!last || !item.mine || item.type !== 'message' || item.send.state !== 'sent') return null;
  return (
    <span className={styles.readers} title={t('send.sent')}>
      <IconCheck size={16} stroke={2} aria-hidden />
      <span className="visually-hidden">{t('send.sent')}</span>
    </span>
  );
});

function Reader({ person }: { person: Profile }) {
  const url = useAvatarUrl(person.avatar, 24);
  return <Avatar name={person.name} url={url} size={24} className={styles.reader} />;
}
