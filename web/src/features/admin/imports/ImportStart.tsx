// SPDX-License-Identifier: EUPL-1.2
// Choosing a file, by drag or by picker, for a part of the organisation; and what was imported before.
import { IconTableImport, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { DropZone, FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/dates';
import { Banner, Button, Checkbox, EmptyState, Link } from '@/ui';
import admin from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { UnitSelect } from '../parts/UnitSelect';
import { useUnits } from '../parts/useUnits';
import { addressOf } from '../place';
import { imports, previewKey, type Run, upload } from './api';
import styles from './Imports.module.css';
import { StateChip } from './StateChip';
import { useImportRefusal } from './useImportRefusal';

const TYPES = ['.csv', '.txt', '.tsv', '.xlsx', 'text/csv'];

export function ImportStart() {
  const { t } = useTranslation('imports');
  const former = useQuery(imports.list());
  return (
    <div className={admin.stack}>
      <p className={admin.text}>{t('intro')}</p>
      <Choice />
      <section className={admin.block}>
        <h2>{t('former')}</h2>
        <Loaded query={former} title={t('failed')}>
          {({ items }) => <Former runs={items} />}
        </Loaded>
      </section>
    </div>
  );
}

function Choice() {
  const { t } = useTranslation('imports');
  const refusal = useImportRefusal();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { mine } = useUnits();
  const [chosen, setChosen] = useState<string | null>(null);
  const [complete, setComplete] = useState(false);
  const root = chosen ?? mine[0]?.id ?? null;
  const { mutate, isPending, error } = useMutation({
    mutationFn: upload,
    onSuccess: (preview) => {
      cache.setQueryData(previewKey(preview.run.id), preview);
      void navigate({ href: addressOf('imports', preview.run.id) });
    },
  });
  const take = (file: File | undefined) => file && root && !isPending && mutate({ root, file, complete });
  return (
    <div className={admin.stack}>
      <UnitSelect label={t('unit')} value={root} onChange={setChosen} />
      <Checkbox isSelected={complete} onChange={setComplete} hint={t('completeHint')}>
        {t('complete')}
      </Checkbox>
      <DropZone
        className={styles.drop ?? ''}
        aria-label={t('drop')}
        onDrop={({ items }) => {
          const dropped = items.find((item) => item.kind === 'file');
          if (dropped) void dropped.getFile().then(take);
        }}
      >
        <IconTableImport size={32} stroke={1.5} aria-hidden />
        <p>{isPending ? t('reading') : t('drop')}</p>
        <FileTrigger acceptedFileTypes={TYPES} onSelect={(files) => take(files?.[0])}>
          <Button variant="primary" icon={IconUpload} isPending={isPending}>
            {t('choose')}
          </Button>
        </FileTrigger>
      </DropZone>
      {error && (
        <Banner tone="bad" boxed>
          {refusal(error)}
        </Banner>
      )}
    </div>
  );
}

function Former({ runs }: { runs: Run[] }) {
  const { t } = useTranslation('imports');
  if (runs.length === 0) {
    return (
      <EmptyState icon={IconTableImport} title={t('none')}>
        {t('noneText')}
      </EmptyState>
    );
  }
  return (
    <ol className={admin.lines} aria-label={t('former')}>
      {runs.map((run) => (
        <li key={run.id} className={admin.line}>
          <span className={admin.words}>
            <Link href={addressOf('imports', run.id)} className={admin.plainLink}>
              {run.title || t('untitled', { source: run.source })}
            </Link>
            <span className={admin.meta}>{t('by', { moment: formatMoment(run.created_at), name: run.actor })}</span>
          </span>
          <StateChip run={run} />
        </li>
      ))}
    </ol>
  );
}
