// SPDX-License-Identifier: EUPL-1.2
// A titled group of settings.
import { type ReactNode, useId } from 'react';
import styles from './Settings.module.css';

interface BlockProps {
  title: string;
  text?: ReactNode;
  children?: ReactNode;
}

export function Block({ title, text, children }: BlockProps) {
  const id = useId();
  return (
    <section className={styles.block} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {text && <p className={styles.text}>{text}</p>}
      {children}
    </section>
  );
}
