// SPDX-License-Identifier: EUPL-1.2
// Which column of the file holds what, with a line of the file below each.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Select } from '@/ui';
import admin from '../Admin.module.css';
import { addressOf } from '../place';
import { type Preview, previewKey, reread } from './api';
import styles from './Imports.module.css';
import { useImportRefusal } from './useImportRefusal';

const NONE = '-';

export function Columns({ preview }: { preview: Preview }) {
  const { t } = useTranslation('imports');
  const refusal = useImportRefusal();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [columns, setColumns] = useState(preview.columns);
  const words = t('fields', { returnObjects: true }) as Record<string, string>;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => reread(preview.run.id, columns, preview.complete),
    onSuccess: (next) => {
      cache.setQueryData(previewKey(next.run.id), next);
      void navigate({ href: addressOf('imports', next.run.id) });
    },
  });
  const choices = [
    { id: NONE, label: t('leftOut') },
    ...preview.fields.map((field) => ({ id: field, label: words[field] ?? field })),
  ];
  const choose = (place: number, id: string) =>
    setColumns(columns.map((old, at) => (at === place ? (id === NONE ? null : id) : old === id ? null : old)));
  return (
    <section className={admin.block}>
      <div className={admin.blockHead}>
        <h3>{t('columns')}</h3>
        <span className={admin.meta}>{t('encoding', { encoding: preview.encoding })}</span>
      </div>
      <p className={admin.text}>{t('columnsText')}</p>
      <div className={styles.columns}>
        {preview.headings.map((heading, place) => (
          <Select
            // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place.
            key={place}
            label={heading || String(place + 1)}
            hint={preview.sample.map((row) => row[place]).find(Boolean) ?? '—'}
            choices={choices}
            value={columns[place] ?? NONE}
            onChange={(id) => choose(place, id)}
          />
        ))}
      </div>
      {error && (
        <Banner tone="bad" boxed>
          {refusal(error)}
        </Banner>
      )}
      <div className={admin.bar}>
        <Button isPending={isPending} isDisabled={columns === preview.columns} onPress={() => mutate()}>
          {t('reread')}
        </Button>
      </div>
    </section>
  );
}
