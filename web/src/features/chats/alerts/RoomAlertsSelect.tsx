// SPDX-License-Identifier: EUPL-1.2
// What one chat tells of: as in the settings, everything, mentions, or nothing.
import { useTranslation } from 'react-i18next';
import type { RoomAlerts, RoomDetails } from '@/engine/rpc/protocol';
import { Select } from '@/ui';
import { useRoomActions } from '../room/useRoomActions';

const CHOICES = ['default', 'all', 'mentions', 'mute'] as const satisfies readonly (RoomAlerts | 'default')[];
type Choice = (typeof CHOICES)[number];

export function RoomAlertsSelect({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('list');
  const { setAlerts } = useRoomActions();
  const words = (id: Choice) =>
    id === 'default' && room.alertsChosen === 'default'
      ? t('alerts.defaultNow', { now: t(`alerts.${room.alerts}`) })
      : t(`alerts.${id}`);
  return (
    <Select<Choice>
      label={t('alerts.label')}
      hint={t('alerts.hint')}
      choices={CHOICES.map((id) => ({ id, label: words(id) }))}
      value={room.alertsChosen}
      onChange={(chosen) => chosen !== room.alertsChosen && setAlerts(room, chosen, room.alertsChosen)}
    />
  );
}
