// SPDX-License-Identifier: EUPL-1.2
// The last question before a person is let go: the scope, the name typed, and a proof of who asks.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TypedDialog } from '../parts/TypedDialog';
import { addressOf } from '../place';
import { type Departure, letGo, type Plan } from './api';
import { useScopeWords } from './words';

interface LetGoDialogProps {
  plan: Plan;
  successor: { user_id: string; name: string } | null;
  onClose(): void;
}

export function LetGoDialog({ plan, successor, onClose }: LetGoDialogProps) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const navigate = useNavigate();
  const scope = useScopeWords(plan);
  const done = (record: Departure) => {
    client.setQueryData(['admin', 'offboarding', 'record', record.id], record);
    void client.invalidateQueries({ queryKey: ['org'] });
    void navigate({ href: addressOf('offboarding', record.id) });
  };
  return (
    <TypedDialog
      title={t('leaving.act', { name: plan.name })}
      action={t('leaving.action')}
      word={plan.user_id.slice(1).split(':')[0] ?? ''}
      request={(confirmation, auth) =>
        letGo({ userId: plan.user_id, successor: successor?.user_id ?? null, confirmation }, auth)
      }
      onDone={done}
      onClose={onClose}
    >
      <p>{t('leaving.scope', { scope })}</p>
      <p>{successor ? t('leaving.goesTo', { name: successor.name }) : t('leaving.goesToNobody')}</p>
    </TypedDialog>
  );
}
