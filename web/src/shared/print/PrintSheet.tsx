// SPDX-License-Identifier: EUPL-1.2
// A document that only the printer sees: while it is there, printing the page prints it alone.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { queries } from '@/api/queries';
import { formatMoment } from '@/shared/dates';
import styles from './PrintSheet.module.css';

export function PrintSheet({ title, children }: { title: string; children: ReactNode }) {
  const { data: config } = useQuery(queries.config());
  return createPortal(
    <article className={styles.sheet} aria-hidden="true">
      <header>
        <p>{config?.agency_name}</p>
        <p>{formatMoment(Date.now())}</p>
      </header>
      <h1>{title}</h1>
      {children}
    </article>,
    document.body,
  );
}
