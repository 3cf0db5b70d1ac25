// SPDX-License-Identifier: EUPL-1.2
// Asks for the day and the minute at which a message is to leave.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '@/shared/dates';
import { Button, Dialog } from '@/ui';
import { DateField } from '@/ui/DateFields/lazy';
import styles from './Later.module.css';
import { fromField, presetsFor, presetTime, toField } from './times';

interface TimeDialogProps {
  /** The time that it has now; without one the next morning is offered. */
  at?: number;
  encrypted: boolean;
  onChoose(at: number): void;
  onClose(): void;
}

export function TimeDialog({ at, encrypted, onChoose, onClose }: TimeDialogProps) {
  const { t } = useTranslation('compose');
  const { t: common } = useTranslation('chats');
  const [value, setValue] = useState(() => toField(at ?? presetTime('tomorrow')));
  const [refused, setRefused] = useState(false);
  const choose = (chosen: number) => {
    onChoose(chosen);
    onClose();
  };
  const submit = () => {
    const chosen = fromField(value);
    if (chosen === null || chosen <= Date.now()) setRefused(true);
    else choose(chosen);
  };
  return (
    <Dialog
      title={t('later.title')}
      isOpen
      onClose={onClose}
      size="sm"
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" onPress={submit}>
            {t('later.schedule')}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={styles.presets}>
          {presetsFor().map((preset) => (
            <Button key={preset} size="sm" onPress={() => choose(presetTime(preset))}>
              {t(`later.${preset}`, { time: formatTime(presetTime(preset)) })}
            </Button>
          ))}
        </p>
        <DateField
          what="moment"
          label={t('later.date')}
          value={value}
          onChange={(now) => {
            setValue(now);
            setRefused(false);
          }}
          error={refused ? t('later.past') : null}
          hint={encrypted ? t('later.encrypted') : undefined}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
