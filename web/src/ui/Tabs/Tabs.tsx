// SPDX-License-Identifier: EUPL-1.2
// Tabs with panels, and pills that choose one of several views or filters.
import type { ReactNode } from 'react';
import {
  Tabs as AriaTabs,
  type Key,
  Tab,
  TabList,
  TabPanel,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import { classes } from '../classes';
import styles from './Tabs.module.css';

export interface TabItem<Id extends string> {
  id: Id;
  label: string;
  /** A count or mark after the word. */
  mark?: ReactNode;
}

interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly TabItem<Id>[];
  value: Id;
  onChange(value: Id): void;
  children: (value: Id) => ReactNode;
  className?: string;
}

export function Tabs<Id extends string>({ label, tabs, value, onChange, children, className }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as Id)}
      className={classes(styles.tabs, className)}
    >
      <TabList aria-label={label} className={styles.list}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles.pill}>
            {tab.label}
            {tab.mark}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles.panel}>
          {children(tab.id)}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}

interface PillsProps<Id extends string> {
  label: string;
  items: readonly TabItem<Id>[];
  value: Id;
  onChange(value: Id): void;
  className?: string;
}

/** One filter of several; arrows move, Space or Enter choose. */
export function Pills<Id extends string>({ label, items, value, onChange, className }: PillsProps<Id>) {
  const choose = (keys: Set<Key>) => {
    const [key] = keys;
    if (key !== undefined && key !== value) onChange(key as Id);
  };
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={choose}
      className={classes(styles.list, className)}
    >
      {items.map((item) => (
        <ToggleButton key={item.id} id={item.id} className={styles.pill}>
          {item.label}
          {item.mark}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
