// SPDX-License-Identifier: EUPL-1.2
// What an import does, one line each, field by field; one kind alone when asked.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/dates';
import { Button, Pills } from '@/ui';
import admin from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { type Change, imports, type Run } from './api';
import styles from './Imports.module.css';

const ALL = '';
type Field = NonNullable<Change['fields']>[number];

export function ChangeList({ run }: { run: Run }) {
  const { t } = useTranslation('imports');
  const [kind, setKind] = useState(ALL);
  const found = useInfiniteQuery(imports.changes(run.id, kind));
  const kindWord = useKindWord();
  const kinds = Object.entries(run.counts);
  const total = new Intl.NumberFormat().format(run.total);
  return (
    <section className={admin.block}>
      <div className={admin.blockHead}>
        <h3>
          {t('changes')} <span className={admin.count}>{total}</span>
        </h3>
      </div>
      {kinds.length > 1 && (
        <Pills
          label={t('changes')}
          items={[
            { id: ALL, label: t('all') },
            ...kinds.map(([id, count]) => ({ id, label: `${kindWord(id)} · ${count}` })),
          ]}
          value={kind}
          onChange={setKind}
        />
      )}
      <Loaded query={found} title={t('failed')}>
        {({ pages }) => <Lines changes={pages.flatMap((page) => page.items)} />}
      </Loaded>
      {found.hasNextPage && (
        <Button isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}

function Lines({ changes }: { changes: Change[] }) {
  const { t } = useTranslation('imports');
  const kindWord = useKindWord();
  if (changes.length === 0) return <p className={admin.text}>{t('changesNone')}</p>;
  return (
    <ol className={admin.lines} aria-label={t('changes')}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.id} ${change.external_id} ${refOf(change)}`} className={admin.line}>
          <span className={styles.where}>{change.line ? t('line', { line: change.line }) : ''}</span>
          <span className={admin.words}>
            <span>
              <span className={admin.strong}>{change.label}</span>{' '}
              <span className={admin.meta}>{kindWord(change.kind)}</span>
            </span>
            <Facts fields={change.fields ?? []} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Facts({ fields }: { fields: Field[] }) {
  const { t } = useTranslation('imports');
  const names = t('names', { returnObjects: true }) as Record<string, string>;
  const word = useValueWord();
  const shown = fields.filter(
    ({ name, before, after }) => name === 'post' || (name in names && (before ?? after) !== undefined),
  );
  if (shown.length === 0) return null;
  return (
    <span className={styles.facts}>
      {shown.map((field, place) => (
        <span key={field.name}>
          {place > 0 && '; '}
          {names[field.name] ? `${names[field.name]}: ` : ''}
          {field.before !== undefined && field.before !== null && (
            <>
              <s className={styles.before}>{word(field.name, field.before)}</s>{' '}
            </>
          )}
          {(field.after !== undefined || field.name === 'ends_at') && word(field.name, field.after)}
        </span>
      ))}
    </span>
  );
}

function useKindWord(): (kind: string) => string {
  const { t } = useTranslation('imports');
  const words = t('kinds', { returnObjects: true }) as Record<string, Record<string, string>>;
  return (kind) => {
    const [what = '', deed = ''] = kind.split('.');
    return words[what]?.[deed] ?? kind;
  };
}

function useValueWord(): (name: string, value: Field['after']) => string {
  const { t } = useTranslation('imports');
  return (name, value) => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return formatMoment(value);
    const text = Array.isArray(value) ? value.join(', ') : value;
    return text || t(name === 'ends_at' ? 'forever' : 'nothing');
  };
}

function refOf(change: Change): string {
  return (change.fields ?? []).map(({ ref }) => ref ?? '').join(' ');
}
