// SPDX-License-Identifier: EUPL-1.2
// Who wrote and when: a picture and a name, or only the time beside a message that continues.
import { IconAlertTriangle, IconShieldQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Shield, TimelineItem } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { formatMoment, formatTime } from '@/shared/dates';
import { Avatar } from '@/ui';
import { OutsideMark } from '../outside/OutsideMark';
import styles from './Row.module.css';
import { RowLink } from './RowLink';

export function RowHead({ item }: { item: TimelineItem }) {
  if (item.continues) {
    return (
      <time className={styles.sideTime} title={formatMoment(item.at)} aria-hidden="true">
        {formatTime(item.at)}
      </time>
    );
  }
  return (
    <>
      <Face item={item} />
      <header className={styles.head}>
        <RowLink href={`/people/${encodeURIComponent(item.sender.userId)}`} className={styles.name}>
          {item.sender.name}
        </RowLink>
        <OutsideMark userId={item.sender.userId} />
        <time className={styles.time} title={formatMoment(item.at)}>
          {formatTime(item.at)}
        </time>
        {item.type === 'message' && item.shield && <ShieldMark shield={item.shield} />}
      </header>
    </>
  );
}

function Face({ item }: { item: TimelineItem }) {
  const url = useAvatarUrl(item.sender.avatar, 36);
  return <Avatar name={item.sender.name} url={url} size={36} className={styles.face} />;
}

/** Doubts about the sender in words; a message with no doubt has no mark. */
function ShieldMark({ shield }: { shield: Shield }) {
  const { t } = useTranslation('chats');
  // A key restored from the backup is how every older message comes to a new device: no reason for a warning.
  if (shield.reason === 'key_from_backup' || shield.reason === 'unverified_user') return null;
  const Icon = shield.level === 'red' ? IconAlertTriangle : IconShieldQuestion;
  const words = t(`shield.${shield.reason}`);
  return (
    <span className={shield.level === 'red' ? styles.shieldRed : styles.shieldGrey} title={words}>
      <Icon size={15} stroke={1.8} aria-hidden /> {shield.level === 'red' ? words : null}
      {shield.level === 'grey' && <span className="visually-hidden">{words}</span>}
    </span>
  );
}
