// SPDX-License-Identifier: EUPL-1.2
// One card of the start page: icon, title, a link to the whole.
import { type ReactNode, useId } from 'react';
import { classes, type IconType, Link } from '@/ui';
import styles from './Portal.module.css';

interface CardProps {
  title: string;
  icon: IconType;
  link?: { href: string; words: string };
  wide?: boolean;
  children: ReactNode;
}

export function Card({ title, icon: Icon, link, wide, children }: CardProps) {
  const id = useId();
  return (
    <section className={classes(styles.card, wide && styles.wide)} aria-labelledby={id}>
      <header className={styles.cardHead}>
        <Icon size={20} stroke={1.7} aria-hidden />
        <h2 id={id}>{title}</h2>
        {link && <Link href={link.href}>{link.words}</Link>}
      </header>
      {children}
    </section>
  );
}
