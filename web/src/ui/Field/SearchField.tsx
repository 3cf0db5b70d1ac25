// SPDX-License-Identifier: EUPL-1.2
// A search box with an icon, a clear button and Escape.
import { IconSearch, IconX } from '@tabler/icons-react';
import type { Ref } from 'react';
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  Button,
  Input,
} from 'react-aria-components';
import { classes } from '../classes';
import styles from './Field.module.css';

export interface SearchFieldProps extends Omit<AriaSearchFieldProps, 'className' | 'children' | 'style'> {
  label: string;
  placeholder?: string;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
}

export function SearchField({ label, placeholder, className, inputRef, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} aria-label={label} className={classes(styles.field, styles.search, className)}>
      <div className={styles.group}>
        <IconSearch size={18} stroke={1.8} aria-hidden className={styles.lens} />
        <Input className={styles.inner} placeholder={placeholder ?? label} ref={inputRef} />
        <Button className={styles.clear}>
          <IconX size={16} aria-hidden />
        </Button>
      </div>
    </AriaSearchField>
  );
}
