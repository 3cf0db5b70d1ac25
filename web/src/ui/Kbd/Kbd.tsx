// SPDX-License-Identifier: EUPL-1.2
// A key combination written as keycaps, e.g. "Ctrl+K".
import { classes } from '../classes';
import styles from './Kbd.module.css';

interface KbdProps {
  keys: string;
  className?: string | undefined;
}

export function Kbd({ keys, className }: KbdProps) {
  return <kbd className={classes(styles.kbd, className)}>{keys.replaceAll('+', ' ')}</kbd>;
}
