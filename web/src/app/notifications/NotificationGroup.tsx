// SPDX-License-Identifier: EUPL-1.2
// The notifications of one chat; an invitation is answered in place.
import { useTranslation } from 'react-i18next';
import type { NotificationItem } from '@/engine/rpc/protocol';
import { useAvatarUrl, useEngine } from '@/engine/rpc/react';
import { formatShort } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Avatar, Button, classes, Dot, Link, showToast, useIsPhone } from '@/ui';
import type { Group } from './NotificationCentre';
import styles from './NotificationCentre.module.css';
import { roomAddress } from './useSystemNotifications';

const SHOWN = 5;

export function NotificationGroup({ group, onOpen }: { group: Group; onOpen(): void }) {
  const { t } = useTranslation('app');
  const rest = group.items.length - SHOWN;
  return (
    <section className={styles.group} aria-label={group.roomName}>
      <h3 className={styles.room}>{group.roomName}</h3>
      <ul>
        {group.items.slice(0, SHOWN).map((item) => (
          <li key={item.key}>
            <Item item={item} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {rest > 0 && <p className={styles.rest}>{t('notifications.more', { count: rest })}</p>}
    </section>
  );
}

function Item({ item, onOpen }: { item: NotificationItem; onOpen(): void }) {
  const { t } = useTranslation('app');
  const phone = useIsPhone();
  const name = item.sender?.name ?? item.roomName;
  const url = useAvatarUrl(item.sender?.avatar ?? null);
  return (
    <div className={classes(styles.item, item.unread && styles.unread)}>
      <Avatar name={name} url={url} size={32} />
      <div className={styles.words}>
        <Link href={roomAddress(item)} className={styles.link} {...(phone ? { onPress: onOpen } : {})}>
          <span className={styles.name}>{name}</span>{' '}
          <span className={styles.kind}>{t(`notifications.type.${item.type}`)}</span>
        </Link>
        {item.text && <p className={styles.text}>{item.text}</p>}
        {item.type === 'invite' && <InviteAnswer roomId={item.roomId} />}
      </div>
      <span className={styles.meta}>
        <time>{formatShort(item.at)}</time>
        {item.unread && <Dot label={t('notifications.unread')} />}
      </span>
    </div>
  );
}

function InviteAnswer({ roomId }: { roomId: string }) {
  const { t } = useTranslation('app');
  const engine = useEngine();
  const answer = (name: 'rooms.acceptInvite' | 'rooms.rejectInvite') => {
    engine.call(name, { roomId }).catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
  };
  return (
    <div className={styles.answers}>
      <Button size="sm" variant="primary" onPress={() => answer('rooms.acceptInvite')}>
        {t('notifications.accept')}
      </Button>
      <Button size="sm" onPress={() => answer('rooms.rejectInvite')}>
        {t('notifications.decline')}
      </Button>
    </div>
  );
}
