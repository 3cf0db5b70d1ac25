// SPDX-License-Identifier: EUPL-1.2
// What one chat tells of: as in the settings, everything, mentions, or nothing.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomAlerts, RoomDetails } from '@/engine/rpc/protocol';
import { formatUntil } from '@/shared/dates';
import { Select } from '@/ui';
import { useRoomActions } from '../room/useRoomActions';
import { MuteDialog } from './MuteDialog';

const CHOICES = ['default', 'all', 'mentions', 'mute'] as const satisfies readonly (RoomAlerts | 'default')[];
type Choice = (typeof CHOICES)[number];

export function RoomAlertsSelect({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('list');
  const { setAlerts } = useRoomActions();
  const [muting, setMuting] = useState(false);
  const { alertsChosen, mutedUntil } = room;
  const before = { alerts: alertsChosen, until: mutedUntil };
  const words = (id: Choice) => {
    if (id === 'mute' && mutedUntil !== null) return t('alerts.muteUntil', { time: formatUntil(mutedUntil) });
    if (id !== 'default' || alertsChosen !== 'default') return t(`alerts.${id}`);
    return t('alerts.defaultNow', { now: t(`alerts.${room.alerts}`) });
  };
  const choose = (chosen: Choice) => {
    if (chosen === 'mute') setMuting(true);
    else if (chosen !== alertsChosen) setAlerts(room, { alerts: chosen }, before);
  };
  return (
    <>
      <Select<Choice>
        label={t('alerts.label')}
        hint={t('alerts.hint')}
        choices={CHOICES.map((id) => ({ id, label: words(id) }))}
        value={alertsChosen}
        onChange={choose}
      />
      {muting && <MuteDialog room={room} before={before} onClose={() => setMuting(false)} />}
    </>
  );
}
