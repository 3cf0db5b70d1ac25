// SPDX-License-Identifier: EUPL-1.2
// What letting go of a row will do, at the side that the row uncovers.
import { IconArchive, IconArchiveOff, IconChecks, IconMessage2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '@/engine/rpc/protocol';
import { isUnread } from '@/engine/rpc/unread';
import { classes } from '@/ui';
import styles from './ChatList.module.css';
import type { Swipe } from './useSwipe';

export function SwipeHint({ swipe, room }: { swipe: Swipe; room: RoomSummary }) {
  const { t } = useTranslation('list');
  const unread = isUnread(room);
  const reading = swipe.act === 'read';
  const Icon = reading ? (unread ? IconChecks : IconMessage2) : room.archived ? IconArchiveOff : IconArchive;
  const words = reading ? (unread ? 'read' : 'unread') : room.archived ? 'unarchive' : 'archive';
  return (
    <span
      className={classes(styles.swipe, !reading && styles.swipeEnd, swipe.armed && styles.swipeArmed)}
      style={{ top: swipe.top, height: swipe.height }}
      aria-hidden="true"
    >
      <Icon size={20} stroke={1.8} />
      {t(`swipe.${words}`)}
    </span>
  );
}
