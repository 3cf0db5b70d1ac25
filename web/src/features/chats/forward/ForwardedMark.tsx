// SPDX-License-Identifier: EUPL-1.2
// Above a forwarded message: who wrote it first, and in saved messages the way to the place.
import { IconArrowForwardUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Forwarded } from '@/engine/rpc/protocol';
import { formatMoment } from '@/shared/dates';
import { RowLink } from '../message/RowLink';
import styles from './Forward.module.css';

interface ForwardedMarkProps {
  forwarded: Forwarded;
  /** Who put it here: nobody needs to be told that they saved their own words. */
  by: string;
}

export function ForwardedMark({ forwarded, by }: ForwardedMarkProps) {
  const { t } = useTranslation('compose');
  const { name, at, source } = forwarded;
  return (
    <p className={styles.mark} title={at ? formatMoment(at) : undefined}>
      <IconArrowForwardUp size={15} stroke={1.7} aria-hidden />
      {!(source && name === by) && <span>{t('forward.from', { name })}</span>}
      {source && (
        <RowLink href={`/chats/${encodeURIComponent(source.roomId)}?at=${encodeURIComponent(source.eventId)}`}>
          {t('forward.source')}
        </RowLink>
      )}
    </p>
  );
}
