// SPDX-License-Identifier: EUPL-1.2
// A choice of one from a short list.
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  Button,
  type Key,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components';
import { classes } from '../classes';
import field from '../Field/Field.module.css';
import { Below, named } from '../Field/TextField';
import menu from '../Menu/Menu.module.css';

export interface Choice<Id extends string> {
  id: Id;
  label: string;
  hint?: string;
}

interface SelectProps<Id extends string> {
  label: string;
  bare?: boolean;
  hint?: ReactNode;
  choices: readonly Choice<Id>[];
  value: Id | null;
  onChange(value: Id): void;
  placeholder?: string;
  isDisabled?: boolean;
  className?: string;
}

export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, bare, hint, choices, value, onChange, placeholder, isDisabled = false, className } = props;
  const choose = (key: Key | null) => {
    const chosen = choices.find((choice) => choice.id === key);
    if (chosen) onChange(chosen.id);
  };
  return (
    <AriaSelect
      {...named(label, bare)}
      {...(placeholder ? { placeholder } : {})}
      className={classes(field.field, className)}
      value={value}
      onChange={choose}
      isDisabled={isDisabled}
    >
      {!bare && <Label className={field.label}>{label}</Label>}
      <Button className={field.trigger}>
        <SelectValue className={field.value}>
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <IconChevronDown size={18} aria-hidden />
      </Button>
      <Below hint={hint} />
      <Popover className={menu.popover} offset={4}>
        <ListBox items={choices} className={menu.menu}>
          {(choice) => <Option choice={choice} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Option<Id extends string>({ choice }: { choice: Choice<Id> }) {
  return (
    <ListBoxItem id={choice.id} textValue={choice.label} className={menu.item}>
      {({ isSelected }) => (
        <>
          <span className={menu.words}>
            {choice.label}
            {choice.hint && <span className={menu.hint}>{choice.hint}</span>}
          </span>
          {isSelected && <IconCheck size={18} aria-hidden className={menu.check} />}
        </>
      )}
    </ListBoxItem>
  );
}
