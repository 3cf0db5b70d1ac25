// SPDX-License-Identifier: EUPL-1.2
// Ending a stay now: the login closes with it.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { showToast } from '@/ui';
import { TypedDialog } from '../parts/TypedDialog';
import { useObjectName } from '../parts/useObjectName';
import { type External, endStay } from './api';

export function EndDialog({ external, onClose }: { external: External; onClose(): void }) {
  const { t } = useTranslation('admin');
  const nameOf = useObjectName();
  const client = useQueryClient();
  const done = () => {
    void client.invalidateQueries({ queryKey: ['admin', 'externals'] });
    showToast({ text: t('externals.ended', { name: external.name }), tone: 'ok' });
    onClose();
  };
  return (
    <TypedDialog
      title={t('externals.endTitle', { name: external.name })}
      action={t('externals.end')}
      word={external.user_id.slice(1).split(':')[0] ?? ''}
      request={() => endStay(external.user_id)}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('externals.endText', { name: external.name, unit: nameOf(`unit:${external.unit_id}`) })}</p>
    </TypedDialog>
  );
}
