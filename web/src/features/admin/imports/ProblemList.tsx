// SPDX-License-Identifier: EUPL-1.2
// What is wrong with the file, by line, and how to mend it.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button, Chip } from '@/ui';
import admin from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { imports, type Problem, type Run } from './api';
import styles from './Imports.module.css';

export function ProblemList({ run }: { run: Run }) {
  const { t } = useTranslation('imports');
  const found = useInfiniteQuery(imports.problems(run.id, run.failed));
  return (
    <section className={admin.block}>
      <div className={admin.blockHead}>
        <h3>{t('problems')}</h3>
        {run.errors > 0 && <Chip tone="bad">{t('errors', { count: run.errors })}</Chip>}
        {run.warnings > 0 && <Chip tone="warn">{t('warnings', { count: run.warnings })}</Chip>}
      </div>
      <Loaded query={found} title={t('failed')} rows={2}>
        {({ pages }) => <Lines problems={pages.flatMap((page) => page.items)} />}
      </Loaded>
      {found.hasNextPage && (
        <Button isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}

function Lines({ problems }: { problems: Problem[] }) {
  const { t } = useTranslation('imports');
  if (problems.length === 0) return <p className={admin.text}>{t('problemsNone')}</p>;
  return (
    <ol className={admin.lines} aria-label={t('problems')}>
      {problems.map((problem, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end.
        <li key={place} className={admin.line}>
          <span className={styles.where}>{problem.line ? t('line', { line: problem.line }) : t('whole')}</span>
          <span className={admin.words}>
            <Text problem={problem} />
          </span>
          <Chip tone={problem.severity === 'error' ? 'bad' : 'warn'}>
            {t(problem.severity === 'error' ? 'error' : 'warning')}
          </Chip>
        </li>
      ))}
    </ol>
  );
}

function Text({ problem }: { problem: Problem }) {
  const { t } = useTranslation('imports');
  const params = problem.params ?? {};
  const words = t('texts', { returnObjects: true, ...params }) as Record<string, string>;
  return words[problem.code] ?? problem.message;
}
