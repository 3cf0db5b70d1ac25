// SPDX-License-Identifier: EUPL-1.2
// Fields for a day, a moment and a time of day in the language of the interface; values are as native fields write them.
import { parseDate, parseDateTime, parseTime } from '@internationalized/date';
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  type DateValue,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
  Text,
  TimeField,
} from 'react-aria-components';
import styles from './DateFields.module.css';

export interface DateFieldProps {
  label: string;
  /** `2026-11-23`, `2026-11-23T09:00` or `09:00`; "" while the field holds no whole value. */
  value: string;
  onChange(value: string): void;
  hint?: string | undefined;
  error?: string | null;
  isDisabled?: boolean;
  autoFocus?: boolean;
}

const MINUTE_LENGTH = 16;

export function DayField(props: DateFieldProps) {
  return <Picker {...props} read={parseDate} granularity="day" />;
}

export function MomentField(props: DateFieldProps) {
  return <Picker {...props} read={parseDateTime} granularity="minute" />;
}

interface PickerProps extends DateFieldProps {
  read(value: string): DateValue;
  granularity: 'day' | 'minute';
}

function Picker({ label, value, onChange, hint, error, read, granularity, ...rest }: PickerProps) {
  const held = useHeld(value, read, (date) => onChange(date.toString().slice(0, MINUTE_LENGTH)), onChange);
  return (
    <DatePicker
      {...rest}
      {...held}
      granularity={granularity}
      isInvalid={Boolean(error)}
      shouldForceLeadingZeros
      className={styles.field ?? ''}
    >
      <Label className={styles.label}>{label}</Label>
      <Group className={styles.group}>
        <Segments />
        <Button className={styles.button}>
          <IconCalendar size={18} stroke={1.7} aria-hidden />
        </Button>
      </Group>
      <Below hint={hint} error={error} />
      <Popover className={styles.popover}>
        <Dialog className={styles.dialog}>
          <Month />
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

export function TimeOfDayField({ label, value, onChange, hint, error, ...rest }: DateFieldProps) {
  const held = useHeld(value, parseTime, (time) => onChange(time.toString().slice(0, 5)), onChange);
  return (
    <TimeField {...rest} {...held} isInvalid={Boolean(error)} shouldForceLeadingZeros className={styles.field ?? ''}>
      <Label className={styles.label}>{label}</Label>
      <Group className={styles.group}>
        <Segments />
      </Group>
      <Below hint={hint} error={error} />
    </TimeField>
  );
}

/** A half-written value stays in the field while its owner knows of none. */
function useHeld<Value>(
  value: string,
  read: (value: string) => Value,
  tell: (value: Value) => void,
  clear: (none: '') => void,
) {
  const [held, setHeld] = useState<Value | null>(() => (value ? read(value) : null));
  return {
    value: held,
    onChange: (now: Value | null) => {
      setHeld(now);
      if (now) tell(now);
      else clear('');
    },
  };
}

function Segments() {
  return (
    <DateInput className={styles.input ?? ''}>
      {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
    </DateInput>
  );
}

function Month() {
  return (
    <Calendar>
      <header className={styles.head}>
        <Button slot="previous" className={styles.button}>
          <IconChevronLeft size={18} aria-hidden />
        </Button>
        <Heading className={styles.month} />
        <Button slot="next" className={styles.button}>
          <IconChevronRight size={18} aria-hidden />
        </Button>
      </header>
      <CalendarGrid weekdayStyle="short" className={styles.grid ?? ''}>
        {(date) => <CalendarCell date={date} className={styles.day ?? ''} />}
      </CalendarGrid>
    </Calendar>
  );
}

function Below({ hint, error }: Pick<DateFieldProps, 'hint' | 'error'>) {
  return (
    <>
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </>
  );
}
