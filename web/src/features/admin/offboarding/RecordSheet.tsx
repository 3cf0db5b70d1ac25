// SPDX-License-Identifier: EUPL-1.2
// The record on paper: everything that ended, who took it over, and a place for a signature.
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/dates';
import { PrintSheet } from '@/shared/print/PrintSheet';
import { useObjectName } from '../parts/useObjectName';
import type { Departure } from './api';

interface RecordSheetProps {
  record: Departure;
  actor: string;
}

export function RecordSheet({ record, actor }: RecordSheetProps) {
  const { t } = useTranslation('admin');
  const { successor, names } = record;
  const facts: [string, string][] = [
    [t('leaving.who'), `${record.name} (${record.user_id})`],
    [t('leaving.orderedBy'), actor],
    [t('leaving.successor'), successor ? (names[successor] ?? successor) : t('leaving.nobody')],
    [t('leaving.startedAt'), formatMoment(record.started_at)],
    [t('leaving.finishedAt'), record.finished_at === null ? t('leaving.notYet') : formatMoment(record.finished_at)],
    [t('leaving.number'), record.id],
  ];
  const rows = useRows(record);
  return (
    <PrintSheet title={t('leaving.sheet')}>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <table>
        <thead>
          <tr>
            <th>{t('leaving.kind')}</th>
            <th>{t('leaving.object')}</th>
            <th>{t('leaving.heir')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, kind, name, heir }) => (
            <tr key={key}>
              <td>{kind}</td>
              <td>{name}</td>
              <td>{heir ? (names[heir] ?? heir) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('leaving.signature')}</p>
    </PrintSheet>
  );
}

interface Row {
  key: string;
  kind: string;
  name: string;
  heir: string | null;
}

function useRows({ posts, teams, sponsored, administers, devices, rooms }: Departure): Row[] {
  const { t } = useTranslation('admin');
  const nameOf = useObjectName();
  const row = (part: keyof typeof kinds, id: string, name: string, heir: string | null = null): Row => ({
    key: `${part} ${id}`,
    kind: kinds[part],
    name,
    heir,
  });
  const kinds = {
    posts: t('leaving.one.posts'),
    teams: t('leaving.one.teams'),
    sponsored: t('leaving.one.sponsored'),
    administers: t('leaving.one.administers'),
    devices: t('leaving.one.devices'),
    rooms: t('leaving.one.rooms'),
  };
  return [
    ...posts.map((post) =>
      row('posts', `${post.post_id} ${post.starts_at}`, `${post.title}, ${post.unit_name}`, post.successor),
    ),
    ...teams.map((team) => row('teams', team.team_id, team.name, team.successor)),
    ...sponsored.map((guest) => row('sponsored', guest.user_id, guest.name, guest.successor)),
    ...administers.map((object) => row('administers', object, nameOf(object))),
    ...devices.map((device) => row('devices', device.device_id, device.name ?? device.device_id)),
    ...rooms.map((room) => {
      const name = room.name ?? `${t('leaving.unnamedRoom')} (${room.room_id})`;
      return row('rooms', room.room_id, name, room.heir);
    }),
  ];
}
