// SPDX-License-Identifier: EUPL-1.2
// Menus of actions behind a button, with sections, icons, keys and single choice.
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
  Header,
  MenuTrigger,
  Popover,
  type PopoverProps,
  Separator,
} from 'react-aria-components';
import { classes } from '../classes';
import type { IconType } from '../icon';
import { Kbd } from '../Kbd/Kbd';
import styles from './Menu.module.css';

export { MenuTrigger };

interface MenuProps<T> extends Omit<AriaMenuProps<T>, 'className' | 'style'> {
  placement?: PopoverProps['placement'];
}

export function Menu<T extends object>({ placement = 'bottom end', ...rest }: MenuProps<T>) {
  return (
    <Popover className={styles.popover} placement={placement} offset={4}>
      <AriaMenu {...rest} className={styles.menu} />
    </Popover>
  );
}

interface MenuItemProps extends Omit<AriaMenuItemProps, 'className' | 'children' | 'style'> {
  icon?: IconType;
  keys?: string | undefined;
  hint?: ReactNode;
  danger?: boolean;
  children: string;
}

export function MenuItem({ icon: Icon, keys, hint, danger, children, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem {...rest} textValue={children} className={classes(styles.item, danger && styles.danger)}>
      {({ isSelected }) => (
        <>
          {Icon && <Icon size={18} stroke={1.7} aria-hidden className={styles.icon} />}
          <span className={styles.words}>
            {children}
            {hint && <span className={styles.hint}>{hint}</span>}
          </span>
          {isSelected && <IconCheck size={18} aria-hidden className={styles.check} />}
          {keys && <Kbd keys={keys} />}
        </>
      )}
    </AriaMenuItem>
  );
}

interface MenuSectionProps {
  title: string;
  /** The chosen one of its items, which then carries a check mark; undefined: the items are acts. */
  chosen?: string;
  children: ReactNode;
}

export function MenuSection({ title, chosen, children }: MenuSectionProps) {
  const choice = chosen === undefined ? {} : { selectionMode: 'single' as const, selectedKeys: [chosen] };
  return (
    <AriaMenuSection className={styles.section} {...choice}>
      <Header className={styles.header}>{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className={styles.separator} />;
}
