// SPDX-License-Identifier: EUPL-1.2
// Whether an import is applied: all of it, its good lines alone, with so many leavers; or given up.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { Banner, Button, TextField } from '@/ui';
import admin from '../Admin.module.css';
import { addressOf } from '../place';
import { apply, giveUp, type Run } from './api';
import { useImportRefusal } from './useImportRefusal';

export function Decision({ run }: { run: Run }) {
  const { t } = useTranslation('imports');
  const refusal = useImportRefusal();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [typed, setTyped] = useState('');
  const settle = (after: Run) => {
    cache.setQueryData(['admin', 'imports', 'run', run.id], after);
    void cache.invalidateQueries({ queryKey: ['admin', 'imports', 'list'] });
  };
  const start = useMutation({
    mutationFn: () =>
      apply(run.id, { good_lines: run.errors > 0, leaving: run.guarded ? Number.parseInt(typed, 10) || 0 : null }),
    onSuccess: settle,
    onError: (error) => {
      const next = error instanceof ApiError ? (error.problem as { import_id?: string }).import_id : undefined;
      if (next) void navigate({ href: addressOf('imports', next) });
    },
  });
  const end = useMutation({ mutationFn: () => giveUp(run.id), onSuccess: settle });
  const error = start.error ?? end.error;
  const isReady = run.total > 0 && (!run.guarded || typed.trim() === String(run.leaving));
  return (
    <div className={admin.stack}>
      {run.errors > 0 && (
        <Banner tone="warn" boxed>
          {t('hold')}
        </Banner>
      )}
      {run.guarded && (
        <>
          <Banner tone="bad" boxed>
            {t('guard', { leaving: run.leaving, linked: run.linked })}
          </Banner>
          <TextField label={t('guardLabel')} value={typed} onChange={setTyped} inputMode="numeric" />
        </>
      )}
      {error && (
        <Banner tone="bad" boxed>
          {refusal(error)}
        </Banner>
      )}
      <div className={admin.bar}>
        <Button
          variant={run.guarded ? 'danger' : 'primary'}
          isPending={start.isPending}
          isDisabled={!isReady}
          onPress={() => start.mutate()}
        >
          {run.errors > 0 ? t('applyGood') : t('apply')}
        </Button>
        <Button isPending={end.isPending} onPress={() => end.mutate()}>
          {t('giveUp')}
        </Button>
      </div>
    </div>
  );
}
