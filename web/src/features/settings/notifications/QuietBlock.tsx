// SPDX-License-Identifier: EUPL-1.2
// Quiet hours: days and times in which nothing is announced.
import { useTranslation } from 'react-i18next';
import type { QuietHours } from '@/engine/rpc/protocol';
import { Checkbox, Chip, Switch } from '@/ui';
import { DateField } from '@/ui/DateFields/lazy';
import { Block } from '../Block';
import styles from '../Settings.module.css';

interface QuietBlockProps {
  quiet: QuietHours;
  quietNow: boolean;
  isDisabled: boolean;
  onChange(quiet: QuietHours): void;
}

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export function QuietBlock({ quiet, quietNow, isDisabled, onChange }: QuietBlockProps) {
  const { t } = useTranslation('alerts');
  // Times are meant where the person is when they set them.
  const change = (edit: Partial<QuietHours>) =>
    onChange({ ...quiet, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, ...edit });
  const closed = isDisabled || !quiet.enabled;
  return (
    <Block title={t('quiet.title')} text={t('quiet.text')}>
      <div className={styles.buttons}>
        <Switch isSelected={quiet.enabled} isDisabled={isDisabled} onChange={(enabled) => change({ enabled })}>
          {t('quiet.switch')}
        </Switch>
        {quietNow && <Chip tone="accent">{t('quiet.now')}</Chip>}
      </div>
      <div className={styles.times}>
        {(['from', 'until'] as const).map((end) => (
          <DateField
            key={end}
            what="time"
            label={t(`quiet.${end}`)}
            value={quiet[end]}
            isDisabled={closed}
            onChange={(time) => time && change({ [end]: time })}
          />
        ))}
      </div>
      <fieldset className={styles.days} disabled={closed}>
        <legend>{t('quiet.days')}</legend>
        {DAYS.map((day) => (
          <Checkbox
            key={day}
            isSelected={quiet.days.includes(day)}
            isDisabled={closed}
            onChange={(wanted) =>
              change({ days: DAYS.filter((known) => (known === day ? wanted : quiet.days.includes(known))) })
            }
          >
            {t(`quiet.day.${day}`)}
          </Checkbox>
        ))}
      </fieldset>
      <Switch isSelected={quiet.mentions} isDisabled={closed} onChange={(mentions) => change({ mentions })}>
        {t('quiet.mentions')}
      </Switch>
      <p className={styles.lineText}>{t('quiet.zone', { zone: quiet.zone })}</p>
    </Block>
  );
}
