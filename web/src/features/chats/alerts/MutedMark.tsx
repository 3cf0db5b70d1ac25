// SPDX-License-Identifier: EUPL-1.2
// The crossed bell of a muted chat; it says until when.
import { IconBellOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatUntil } from '@/shared/dates';
import styles from './Alerts.module.css';

interface MutedMarkProps {
  until: number | null;
  /** The end stands beside the bell. */
  shown?: boolean;
}

export function MutedMark({ until, shown }: MutedMarkProps) {
  const { t } = useTranslation('chats');
  const { t: list } = useTranslation('list');
  const words = until === null ? t('list.muted') : list('mutedUntil', { time: formatUntil(until) });
  const bell = <IconBellOff size={14} stroke={1.8} aria-label={words} />;
  if (!shown || until === null) return bell;
  return (
    <span className={styles.mark}>
      {bell}
      <span aria-hidden="true">{list('mute.end', { time: formatUntil(until) })}</span>
    </span>
  );
}
