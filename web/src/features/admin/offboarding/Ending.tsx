// SPDX-License-Identifier: EUPL-1.2
// What ends when a person leaves, part by part, with who takes it over; the same before and after.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo } from '@/shared/dates';
import { Button, Chip } from '@/ui';
import styles from '../Admin.module.css';
import { useObjectName } from '../parts/useObjectName';
import { counts, orphans, type Shown } from './words';

export function Tiles({ plan }: { plan: Shown }) {
  const { t } = useTranslation('admin');
  const alone = orphans(plan);
  return (
    <div className={styles.tiles} role="status" aria-label={t('leaving.what')}>
      {counts(plan).map(([part, count]) => (
        <div key={part} className={styles.tile}>
          <strong>{count}</strong>
          <span>{t(`leaving.parts.${part}`)}</span>
        </div>
      ))}
      <div className={styles.tile}>
        <strong>{alone}</strong>
        <span>{t('leaving.orphans')}</span>
      </div>
    </div>
  );
}

export function Ending({ plan }: { plan: Shown }) {
  const { t } = useTranslation('admin');
  const nameOf = useObjectName();
  return (
    <>
      <Part title={t('leaving.parts.posts')}>
        {plan.posts.map((post) => (
          <Line key={`${post.post_id} ${post.starts_at}`} title={post.title} meta={post.unit_name}>
            <Heir plan={plan} heir={post.successor} none={t('leaving.vacant')} acting />
          </Line>
        ))}
      </Part>
      <Part title={t('leaving.parts.teams')}>
        {plan.teams.map((team) => (
          <Line key={team.team_id} title={team.name} meta={t(team.owned ? 'leaving.owner' : 'leaving.member')}>
            {team.owned && <Heir plan={plan} heir={team.successor} none={t('leaving.noOwner')} />}
          </Line>
        ))}
      </Part>
      <Part title={t('leaving.parts.sponsored')}>
        {plan.sponsored.map((guest) => (
          <Line key={guest.user_id} title={guest.name} meta={nameOf(`unit:${guest.unit_id}`)}>
            <Heir plan={plan} heir={guest.successor} none={t('leaving.noSponsor')} />
          </Line>
        ))}
      </Part>
      <Part title={t('leaving.parts.administers')}>
        {plan.administers.map((object) => (
          <Line key={object} title={nameOf(object)} meta={t('leaving.rightEnds')} />
        ))}
      </Part>
      <Devices plan={plan} />
      <Rooms plan={plan} />
    </>
  );
}

function Devices({ plan }: { plan: Shown }) {
  const { t } = useTranslation('admin');
  return (
    <Part title={t('leaving.parts.devices')}>
      {plan.devices.map((device) => (
        <Line
          key={device.device_id}
          title={device.name ?? device.device_id}
          meta={device.last_seen_at ? t('leaving.seen', { ago: formatAgo(device.last_seen_at) }) : device.device_id}
        />
      ))}
    </Part>
  );
}

function Rooms({ plan }: { plan: Shown }) {
  const { t } = useTranslation('admin');
  return (
    <Part title={t('leaving.parts.rooms')}>
      {plan.rooms.map((room) => (
        <Line
          key={room.room_id}
          title={room.name ?? t('leaving.unnamedRoom')}
          meta={t('leaving.others', { count: room.others })}
        >
          {'done_at' in room && room.done_at === null && <Chip tone="neutral">{t('leaving.waiting')}</Chip>}
          {room.orphaned && <Heir plan={plan} heir={room.heir} none={t('leaving.noHeir')} />}
          {'problem' in room && room.problem && <Chip tone="bad">{room.problem}</Chip>}
        </Line>
      ))}
    </Part>
  );
}

interface HeirProps {
  plan: Shown;
  heir: string | null;
  /** Words when nobody takes it over. */
  none: string;
  acting?: boolean;
}

function Heir({ plan, heir, none, acting }: HeirProps) {
  const { t } = useTranslation('admin');
  if (!heir) return <Chip tone="warn">{none}</Chip>;
  const name = plan.names[heir] ?? heir;
  return <Chip tone="accent">{t(acting ? 'leaving.actsNow' : 'leaving.takesOver', { name })}</Chip>;
}

function Line({ title, meta, children }: { title: string; meta: string; children?: ReactNode }) {
  return (
    <li className={styles.line}>
      <span className={styles.words}>
        <span className={styles.strong}>{title}</span>
        <span className={styles.meta}>{meta}</span>
      </span>
      {children}
    </li>
  );
}

const FIRST = 20;

/** Long parts show their beginning first; empty ones nothing. */
function Part({ title, children }: { title: string; children: ReactNode[] }) {
  const { t } = useTranslation('admin');
  const [whole, setWhole] = useState(false);
  if (children.length === 0) return null;
  const shown = whole ? children : children.slice(0, FIRST);
  return (
    <section className={styles.block} aria-label={title}>
      <h2>
        {title} <span className={styles.count}>{children.length}</span>
      </h2>
      <ul className={styles.lines}>{shown}</ul>
      {shown.length < children.length && (
        <Button variant="quiet" onPress={() => setWhole(true)}>
          {t('showAll', { count: children.length })}
        </Button>
      )}
    </section>
  );
}
