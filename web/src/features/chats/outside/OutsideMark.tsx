// SPDX-License-Identifier: EUPL-1.2
// The word at the name of somebody from outside; nothing at anybody else's.
import { useTranslation } from 'react-i18next';
import { Chip } from '@/ui';
import { useOutsiders } from './outsiders';

export function OutsideMark({ userId }: { userId: string }) {
  const unit = useOutsiders().get(userId);
  return unit === undefined ? null : <Mark unit={unit} />;
}

/** Its texts are loaded with the first one; the row that it stands in does not wait for them. */
function Mark({ unit }: { unit: string }) {
  const { t, ready } = useTranslation('outside', { useSuspense: false });
  if (!ready) return null;
  return (
    <span title={t('worksWith', { unit })}>
      <Chip tone="warn">{t('mark')}</Chip>
    </span>
  );
}
