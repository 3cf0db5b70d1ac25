// SPDX-License-Identifier: EUPL-1.2
// One person from outside, with what is to be decided about them.
import { IconCalendarPlus, IconDoorExit, IconDots, IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Avatar, Chip, IconButton, Menu, MenuItem, MenuTrigger } from '@/ui';
import styles from '../Admin.module.css';
import { formatDate } from '../days';
import { useObjectName } from '../parts/useObjectName';
import { addressOf } from '../place';
import type { External } from './api';
import type { Deed } from './ExternalsSection';
import { answers } from './filters';

interface ExternalLineProps {
  external: External;
  onDeed(deed: Deed): void;
}

export function ExternalLine({ external, onDeed }: ExternalLineProps) {
  const { t } = useTranslation('admin');
  const nameOf = useObjectName();
  const now = Date.now();
  const { name, purpose, unit_id: unitId, sponsor_name: sponsor, ends_at: endsAt, review_at: reviewAt } = external;
  return (
    <li className={styles.line}>
      <Avatar name={name} size={36} />
      <span className={styles.words}>
        <span className={styles.strong}>{name}</span>
        <span className={styles.meta}>
          {[purpose, nameOf(`unit:${unitId}`), t('externals.sponsoredBy', { name: sponsor })].join(' · ')}
        </span>
      </span>
      {external.orphaned && <Chip tone="bad">{t('externals.orphaned')}</Chip>}
      <Chip tone={answers(external, 'due', now) ? 'warn' : 'neutral'}>
        {t('externals.reviewBy', { day: formatDate(reviewAt) })}
      </Chip>
      <Chip tone={answers(external, 'ending', now) ? 'warn' : 'neutral'}>
        {t('externals.until', { day: formatDate(endsAt) })}
      </Chip>
      <MenuTrigger>
        <IconButton label={t('actionsFor', { name })} icon={IconDots} />
        <Menu>
          <MenuItem icon={IconCalendarPlus} onAction={() => onDeed({ what: 'review', external })}>
            {t('externals.review')}
          </MenuItem>
          <MenuItem icon={IconPlayerStop} danger onAction={() => onDeed({ what: 'end', external })}>
            {t('externals.end')}
          </MenuItem>
          <MenuItem
            icon={IconDoorExit}
            danger
            href={`${addressOf('offboarding', 'new')}?person=${encodeURIComponent(external.user_id)}`}
          >
            {t('externals.letGo')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </li>
  );
}
