// SPDX-License-Identifier: EUPL-1.2
// What is decided about an external: who answers for them, until when, and when it is looked at again.
import { useTranslation } from 'react-i18next';
import { DateField } from '@/ui/DateFields/lazy';
import styles from '../Admin.module.css';
import { dayAfter, dayStart } from '../days';
import { type Chosen, PersonPicker } from '../parts/PersonPicker';
import type { Stay } from './api';

export interface Decision {
  sponsor: Chosen | null;
  /** Days as the fields hold them. */
  ends: string;
  review: string;
}

/** The decision as the server takes it; null while something is missing. */
export function stayOf({ sponsor, ends, review }: Decision): Stay | null {
  // The last day counts whole; at its review the stay is looked at in the morning.
  const [endsAt, reviewAt] = [dayAfter(ends), dayStart(review)];
  if (!sponsor || endsAt === null || reviewAt === null || reviewAt > endsAt) return null;
  return { sponsor_id: sponsor.user_id, ends_at: endsAt, review_at: reviewAt };
}

interface StayFieldsProps {
  decision: Decision;
  onChange(decision: Decision): void;
  /** The sponsor belongs to this unit. */
  unit: string | null;
}

export function StayFields({ decision, onChange, unit }: StayFieldsProps) {
  const { t } = useTranslation('admin');
  const { ends, review } = decision;
  const late = ends !== '' && review !== '' && review > ends;
  return (
    <>
      <PersonPicker
        key={unit ?? ''}
        label={t('externals.sponsor')}
        hint={t('externals.sponsorHint')}
        value={decision.sponsor}
        onChange={(sponsor) => onChange({ ...decision, sponsor })}
        {...(unit ? { unit } : {})}
      />
      <div className={styles.pair}>
        <DateField
          what="day"
          label={t('externals.lastDay')}
          value={ends}
          onChange={(day) => onChange({ ...decision, ends: day })}
        />
        <DateField
          what="day"
          label={t('externals.reviewDay')}
          value={review}
          onChange={(day) => onChange({ ...decision, review: day })}
          error={late ? t('externals.reviewLate') : null}
        />
      </div>
    </>
  );
}
