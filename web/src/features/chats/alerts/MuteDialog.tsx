// SPDX-License-Identifier: EUPL-1.2
// Asks for how long a chat is to be quiet.
import { useTranslation } from 'react-i18next';
import { formatUntil } from '@/shared/dates';
import { Button, Dialog } from '@/ui';
import { type ActedRoom, type AlertsWanted, useRoomActions } from '../room/useRoomActions';
import styles from './Alerts.module.css';
import { MUTES, type Mute, muteEnd } from './muteTimes';

interface MuteDialogProps {
  room: ActedRoom;
  /** What "undo" goes back to. */
  before: AlertsWanted;
  onClose(): void;
}

export function MuteDialog({ room, before, onClose }: MuteDialogProps) {
  const { t } = useTranslation('list');
  const { setAlerts } = useRoomActions();
  const choose = (mute: Mute) => {
    setAlerts(room, { alerts: 'mute', until: muteEnd(mute) }, before);
    onClose();
  };
  return (
    <Dialog title={t('mute.title', { name: room.name })} isOpen onClose={onClose} size="sm">
      <p className={styles.text}>{t('mute.text')}</p>
      <div className={styles.choices}>
        {MUTES.map((mute) => (
          <Button key={mute} wide onPress={() => choose(mute)}>
            {t(`mute.${mute}`)}
            <End at={muteEnd(mute)} />
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

function End({ at }: { at: number | null }) {
  const { t } = useTranslation('list');
  return at === null ? null : <span className={styles.end}>{t('mute.end', { time: formatUntil(at) })}</span>;
}
