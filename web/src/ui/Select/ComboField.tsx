// SPDX-License-Identifier: EUPL-1.2
// A text field with suggestions that its owner looks up while the person types.
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Button, ComboBox, Group, Input, type Key, Label, ListBox, Popover } from 'react-aria-components';
import field from '../Field/Field.module.css';
import { Below } from '../Field/TextField';
import menu from '../Menu/Menu.module.css';
import styles from './ComboField.module.css';
import { type Choice, Option } from './Select';

interface ComboFieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** What answers the typed text now. */
  choices: readonly Choice<string>[];
  value: string | null;
  onChange(value: string | null): void;
  typed: string;
  onType(text: string): void;
  /** Stands in the place of the list when nothing answers. */
  emptyText: string;
}

export function ComboField(props: ComboFieldProps) {
  const { label, hint, error, choices, value, onChange, typed, onType, emptyText } = props;
  return (
    <ComboBox
      className={field.field ?? ''}
      items={choices}
      value={value}
      onChange={(key: Key | null) => onChange(key === null ? null : String(key))}
      inputValue={typed}
      onInputChange={onType}
      isInvalid={Boolean(error)}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <Label className={field.label}>{label}</Label>
      <Group className={field.group}>
        <Input className={field.inner} autoComplete="off" spellCheck="false" />
        <Button className={styles.open}>
          <IconChevronDown size={18} aria-hidden />
        </Button>
      </Group>
      <Below hint={hint} error={error} />
      <Popover className={menu.popover} offset={4}>
        <ListBox className={menu.menu} renderEmptyState={() => <p className={styles.empty}>{emptyText}</p>}>
          {(choice: Choice<string>) => <Option choice={choice} />}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
