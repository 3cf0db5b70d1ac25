// SPDX-License-Identifier: EUPL-1.2
// The record of a departure: how far it is, what was done, and a sheet for the files.
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/dates';
import { Banner, Button, Chip, Progress } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { type Departure, leaving } from './api';
import { Ending, Tiles } from './Ending';
import { RecordSheet } from './RecordSheet';
import { roomsLeft } from './words';

export function RecordPage({ id }: { id: string }) {
  const { t } = useTranslation('admin');
  const record = useQuery(leaving.record(id));
  return (
    <Loaded query={record} title={t('leaving.recordFailed')}>
      {(data) => <RecordView record={data} />}
    </Loaded>
  );
}

function RecordView({ record }: { record: Departure }) {
  const { t } = useTranslation('admin');
  const finished = record.finished_at !== null;
  return (
    <div className={styles.stack}>
      <div className={styles.bar}>
        <div className={styles.words}>
          <h2>{record.name}</h2>
          <p className={styles.meta}>
            {t('leaving.by', { moment: formatMoment(record.started_at), name: useActorName(record) })}
          </p>
        </div>
        {finished && <Chip tone="ok">{t('leaving.finished')}</Chip>}
        <Button icon={IconPrinter} onPress={() => window.print()}>
          {t('print')}
        </Button>
      </div>
      {finished ? (
        <Banner tone="ok" boxed>
          {t('leaving.done')}
        </Banner>
      ) : (
        <Leaving record={record} />
      )}
      <Tiles plan={record} />
      <Ending plan={record} />
      <RecordSheet record={record} actor={useActorName(record)} />
    </div>
  );
}

function Leaving({ record }: { record: Departure }) {
  const { t } = useTranslation('admin');
  const total = record.rooms.length;
  const left = roomsLeft(record);
  return (
    <div className={styles.tight}>
      <p className={styles.text}>{t('leaving.running')}</p>
      <Progress
        label={t('leaving.progress', { done: total - left, total })}
        value={total > 0 ? (total - left) / total : null}
      />
    </div>
  );
}

function useActorName({ actor, names }: Departure): string {
  const { t } = useTranslation('admin');
  return actor === 'system' ? t('system') : (names[actor] ?? actor);
}
