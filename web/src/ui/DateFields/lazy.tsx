// SPDX-License-Identifier: EUPL-1.2
// The date fields, loaded when the first of them is shown: calendars are not part of a page's first load.
import { lazy, Suspense } from 'react';
import type { DateFieldProps } from './DateFields';
import styles from './DateFields.module.css';

const Fields = {
  day: lazy(() => import('./DateFields').then(({ DayField }) => ({ default: DayField }))),
  moment: lazy(() => import('./DateFields').then(({ MomentField }) => ({ default: MomentField }))),
  time: lazy(() => import('./DateFields').then(({ TimeOfDayField }) => ({ default: TimeOfDayField }))),
};

/** `what`: the kind of value, and so its format. */
export function DateField({ what, ...props }: DateFieldProps & { what: keyof typeof Fields }) {
  const Field = Fields[what];
  return (
    <Suspense fallback={<div className={styles.place} aria-busy="true" />}>
      <Field {...props} />
    </Suspense>
  );
}
