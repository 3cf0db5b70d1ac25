// SPDX-License-Identifier: EUPL-1.2
// Exporting a chat: days and format, then how far it is, with a way to stop.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { formatMoment } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Banner, Button, Dialog, Progress, Radios } from '@/ui';
import { DateField } from '@/ui/DateFields/lazy';
import { dayOf, type Progress as Reached, rangeOf } from './collect';
import styles from './Export.module.css';
import { PrintDocument } from './PrintDocument';
import { type ExportFormat, useExport } from './useExport';

const MONTH_DAYS = 30;

export function ExportDialog({ room, onClose }: { room: RoomDetails; onClose(): void }) {
  const { t } = useTranslation('export');
  const [first, setFirst] = useState(() => dayOf(new Date(Date.now() - MONTH_DAYS * 86_400_000)));
  const [last, setLast] = useState(() => dayOf(new Date()));
  const [format, setFormat] = useState<ExportFormat>('json');
  const { progress, error, printed, start, stop } = useExport(room, onClose);
  const wrong = !first || !last || first > last;
  const close = () => {
    stop();
    onClose();
  };
  return (
    <>
      <Dialog
        title={t('title', { name: room.name })}
        isOpen
        onClose={close}
        isDismissable={!progress}
        footer={
          <>
            <Button onPress={progress ? stop : close}>{t(progress ? 'stop' : 'cancel')}</Button>
            <Button
              variant="primary"
              isDisabled={wrong || progress !== null}
              onPress={() => void start(rangeOf(first, last), format)}
            >
              {t('start')}
            </Button>
          </>
        }
      >
        <div className={styles.form}>
          <p className={styles.text}>{t('text')}</p>
          {error !== null && (
            <Banner tone="bad" boxed>
              {t('failed')} {errorText(error)}
            </Banner>
          )}
          <div className={styles.days}>
            <DateField what="day" label={t('first')} value={first} onChange={setFirst} isDisabled={progress !== null} />
            <DateField
              what="day"
              label={t('last')}
              value={last}
              onChange={setLast}
              isDisabled={progress !== null}
              error={wrong ? t('wrongDays') : null}
            />
          </div>
          <Radios<ExportFormat>
            label={t('format')}
            value={format}
            onChange={setFormat}
            choices={(['json', 'pdf'] as const).map((id) => ({ id, label: t(id), hint: t(`${id}Hint`) }))}
          />
          {progress && <Going progress={progress} since={rangeOf(first, last).since} />}
        </div>
      </Dialog>
      {printed && <PrintDocument {...printed} />}
    </>
  );
}

function Going({ progress: { found, reached }, since }: { progress: Reached; since: number }) {
  const { t } = useTranslation('export');
  const now = Date.now();
  const part = reached === null ? null : Math.min(1, (now - reached) / Math.max(1, now - since));
  return (
    <div className={styles.going} role="status">
      <Progress label={t('going')} value={part} />
      <p className={styles.text}>
        {t('found', { count: found })} {reached !== null && t('reached', { day: formatMoment(reached) })}
      </p>
    </div>
  );
}
