// SPDX-License-Identifier: EUPL-1.2
// The state of the server: versions, its parts, the disk, and what waits.
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { components } from '@/api/schema';
import { formatMoment, formatSize } from '@/shared/dates';
import { Banner, Chip, Progress } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';

type State = components['schemas']['ServerStateView'];

const POLL_MS = 10_000;
/** Below this part of the disk the server will soon take no more writes. */
const LITTLE = 0.1;

const state = () =>
  queryOptions({
    queryKey: ['admin', 'server'],
    queryFn: () => request<State>('GET', '/admin/server'),
    refetchInterval: POLL_MS,
    staleTime: 0,
  });

export function ServerSection() {
  const { t } = useTranslation('admin');
  const found = useQuery(state());
  return (
    <Loaded query={found} title={t('server.failed')}>
      {(data) => (
        <>
          <Parts state={data} />
          <Disk state={data} />
          <Numbers state={data} />
          <Versions state={data} />
        </>
      )}
    </Loaded>
  );
}

function Parts({ state: { parts } }: { state: State }) {
  const { t } = useTranslation('admin');
  return (
    <section className={styles.block} aria-label={t('server.parts')}>
      <h2>{t('server.parts')}</h2>
      <ul className={styles.lines}>
        {parts.map(({ name, works, words }) => (
          <li key={name} className={styles.line}>
            <span className={styles.words}>
              <span className={styles.strong}>{t(`server.names.${name}` as 'server.names.database', name)}</span>
              <span className={styles.meta}>{words}</span>
            </span>
            <Chip tone={works ? 'ok' : 'bad'} icon={works ? IconCircleCheck : IconCircleX}>
              {t(works ? 'server.works' : 'server.broken')}
            </Chip>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Disk({ state: { disk } }: { state: State }) {
  const { t } = useTranslation('admin');
  const used = (disk.total - disk.free) / disk.total;
  return (
    <section className={styles.block} aria-label={t('server.disk')}>
      <h2>{t('server.disk')}</h2>
      {1 - used < LITTLE && (
        <Banner tone="bad" boxed>
          {t('server.diskFull')}
        </Banner>
      )}
      <Progress label={t('server.free', { free: formatSize(disk.free), total: formatSize(disk.total) })} value={used} />
      <p className={styles.text}>{t('server.data', { size: formatSize(disk.data) })}</p>
    </section>
  );
}

/** What is told to administrators of the numbers that a monitoring system reads in full. */
const SHOWN = ['chancery_writes_waiting', 'chancery_polls_open', 'chancery_event_streams_open'] as const;

function Numbers({ state: { numbers } }: { state: State }) {
  const { t } = useTranslation('admin');
  const shown: [string, number][] = [
    ...SHOWN.map((name): [string, number] => [t(`server.numbers.${name}`), numbers[name] ?? 0]),
    [t('server.numbers.chancery_outgoing_failed_total'), numbers.chancery_outgoing_failed_total ?? 0],
  ];
  return (
    <section className={styles.block} aria-label={t('server.queues')}>
      <h2>{t('server.queues')}</h2>
      <div className={styles.tiles}>
        {shown.map(([name, value]) => (
          <div key={name} className={styles.tile}>
            <strong>{value}</strong>
            <span>{name}</span>
          </div>
        ))}
      </div>
      <p className={styles.text}>{t('server.numbersText')}</p>
    </section>
  );
}

function Versions({ state }: { state: State }) {
  const { t } = useTranslation('admin');
  const facts: [string, string][] = [
    [t('server.name'), state.server_name],
    [t('server.version'), state.version],
    ['Python', state.python],
    [t('server.client'), __APP_VERSION__],
    [t('server.database'), state.database],
    [t('server.bus'), state.bus === 'process' ? t('server.oneProcess') : state.bus],
    [t('server.workers'), String(state.workers)],
    [t('server.since'), formatMoment(state.started_at)],
  ];
  return (
    <section className={styles.block} aria-label={t('server.versions')}>
      <h2>{t('server.versions')}</h2>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
