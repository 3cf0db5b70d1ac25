// SPDX-License-Identifier: EUPL-1.2
// The way from the details of a chat to its rights.
import { IconUserShield } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { Button } from '@/ui';
import styles from '../details/Details.module.css';
import { RightsDialog } from './RightsDialog';

export function RightsSection({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('rights');
  const [open, setOpen] = useState(false);
  return (
    <section className={styles.section} aria-label={t('title')}>
      <h3 className={styles.sectionTitle}>{t('title')}</h3>
      <Button size="sm" icon={IconUserShield} onPress={() => setOpen(true)}>
        {t('open')}
      </Button>
      {open && <RightsDialog room={room} onClose={() => setOpen(false)} />}
    </section>
  );
}
