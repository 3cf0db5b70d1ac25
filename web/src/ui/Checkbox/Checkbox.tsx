// SPDX-License-Identifier: EUPL-1.2
// Tick boxes and radio groups.
import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
  Label,
  Radio,
  RadioGroup,
} from 'react-aria-components';
import { classes } from '../classes';
import styles from '../Field/Field.module.css';

interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'children' | 'style'> {
  children: ReactNode;
  hint?: ReactNode;
  className?: string;
}

export function Checkbox({ children, hint, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={classes(styles.choice, className)}>
      {({ isIndeterminate }) => (
        <>
          <span className={styles.box} aria-hidden="true">
            {isIndeterminate ? <IconMinus size={16} stroke={3} /> : <IconCheck size={16} stroke={3} />}
          </span>
          <span className={styles.choiceText}>
            <span>{children}</span>
            {hint && <span className={styles.hint}>{hint}</span>}
          </span>
        </>
      )}
    </AriaCheckbox>
  );
}

export interface RadioChoice<Id extends string> {
  id: Id;
  label: string;
  hint?: string;
}

interface RadiosProps<Id extends string> {
  label: string;
  choices: readonly RadioChoice<Id>[];
  value: Id;
  onChange(value: Id): void;
}

export function Radios<Id extends string>({ label, choices, value, onChange }: RadiosProps<Id>) {
  return (
    <RadioGroup value={value} onChange={(id) => onChange(id as Id)} className={styles.field}>
      <Label className={styles.label}>{label}</Label>
      <div className={styles.choices}>
        {choices.map((choice) => (
          <Radio key={choice.id} value={choice.id} className={styles.choice}>
            <span className={classes(styles.box, styles.round)} aria-hidden="true" />
            <span className={styles.choiceText}>
              <span>{choice.label}</span>
              {choice.hint && <span className={styles.hint}>{choice.hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
