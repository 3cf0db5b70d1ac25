// SPDX-License-Identifier: EUPL-1.2
// Deciding anew about an external: longer, shorter, another sponsor.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showToast } from '@/ui';
import { dayOf } from '../days';
import { FormDialog } from '../parts/FormDialog';
import { type External, review } from './api';
import { type Decision, StayFields, stayOf } from './StayFields';

export function ReviewDialog({ external, onClose }: { external: External; onClose(): void }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const [decision, setDecision] = useState<Decision>({
    sponsor: { user_id: external.sponsor_id, name: external.sponsor_name },
    // The end is the moment behind the last day.
    ends: dayOf(external.ends_at - 1),
    review: dayOf(external.review_at),
  });
  const stay = stayOf(decision);
  const done = () => {
    void client.invalidateQueries({ queryKey: ['admin', 'externals'] });
    showToast({ text: t('externals.reviewed', { name: external.name }), tone: 'ok' });
    onClose();
  };
  return (
    <FormDialog
      title={t('externals.reviewTitle', { name: external.name })}
      action={t('save')}
      isReady={stay !== null}
      send={async () => stay && review(external.user_id, stay)}
      onDone={done}
      onClose={onClose}
    >
      <StayFields decision={decision} onChange={setDecision} unit={external.unit_id} />
    </FormDialog>
  );
}
