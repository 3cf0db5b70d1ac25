// SPDX-License-Identifier: EUPL-1.2
// A choice of one from a list that may be long: its search field has the focus, and only rows in sight are drawn.
import { IconChevronDown } from '@tabler/icons-react';
import {
  Select as AriaSelect,
  Autocomplete,
  Button,
  type Key,
  ListBox,
  ListLayout,
  Popover,
  SelectValue,
  useFilter,
  Virtualizer,
} from 'react-aria-components';
import field from '../Field/Field.module.css';
import { SearchField } from '../Field/SearchField';
import styles from './SearchSelect.module.css';
import { type Choice, Option } from './Select';

interface SearchSelectProps<Id extends string> {
  label: string;
  searchLabel: string;
  /** Stands in the place of the list when nothing answers the search. */
  emptyText: string;
  choices: readonly Choice<Id>[];
  value: Id;
  onChange(value: Id): void;
}

const ROW_PX = 40;
const PADDING_PX = 6;

export function SearchSelect<Id extends string>(props: SearchSelectProps<Id>) {
  const { label, searchLabel, emptyText, choices, value, onChange } = props;
  const { contains } = useFilter({ sensitivity: 'base' });
  const choose = (key: Key | null) => {
    const chosen = choices.find((choice) => choice.id === key);
    if (chosen) onChange(chosen.id);
  };
  return (
    <AriaSelect aria-label={label} className={field.field ?? ''} value={value} onChange={choose}>
      <Button className={field.trigger}>
        <SelectValue className={field.value}>{({ selectedText }) => selectedText}</SelectValue>
        <IconChevronDown size={18} aria-hidden />
      </Button>
      <Popover className={styles.popover} offset={4}>
        <Autocomplete filter={contains}>
          <SearchField label={searchLabel} autoFocus className={styles.search ?? ''} />
          <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: ROW_PX, padding: PADDING_PX }}>
            <ListBox
              items={choices}
              className={styles.list ?? ''}
              renderEmptyState={() => <p className={styles.empty}>{emptyText}</p>}
            >
              {(choice) => <Option choice={choice} />}
            </ListBox>
          </Virtualizer>
        </Autocomplete>
      </Popover>
    </AriaSelect>
  );
}
