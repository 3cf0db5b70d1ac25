// SPDX-License-Identifier: EUPL-1.2
// The windows of "send later" and the line that says how much is scheduled.
import { IconClock } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import styles from './Later.module.css';
import type { Later } from './useLater';

const TimeDialog = lazy(() => import('./TimeDialog').then((module) => ({ default: module.TimeDialog })));
const ScheduledDialog = lazy(() => import('./ScheduledDialog').then((module) => ({ default: module.ScheduledDialog })));

export function LaterParts({ later, room }: { later: Later; room: RoomDetails }) {
  const { t } = useTranslation('compose');
  const close = () => later.setOpen(null);
  const encrypted = room.encryption.enabled;
  return (
    <>
      {later.count > 0 && (
        <button type="button" className={styles.strip} onClick={() => later.setOpen('list')}>
          <IconClock size={16} stroke={1.7} aria-hidden /> {t('later.count', { count: later.count })}
        </button>
      )}
      <Suspense fallback={null}>
        {later.open === 'time' && <TimeDialog encrypted={encrypted} onChoose={later.schedule} onClose={close} />}
        {later.open === 'list' && <ScheduledDialog roomId={room.roomId} encrypted={encrypted} onClose={close} />}
      </Suspense>
    </>
  );
}
