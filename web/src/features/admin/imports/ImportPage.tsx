// SPDX-License-Identifier: EUPL-1.2
// One import: the columns of its file, what is wrong by line, what changes, and the decision.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Banner, LinkButton, Progress } from '@/ui';
import admin from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { addressOf } from '../place';
import { imports, type Preview, previewKey, type Run } from './api';
import { ChangeList } from './ChangeList';
import { Codes } from './Codes';
import { Columns } from './Columns';
import { Decision } from './Decision';
import { ProblemList } from './ProblemList';
import { StateChip } from './StateChip';

export function ImportPage({ id }: { id: string }) {
  const { t } = useTranslation('imports');
  const found = useQuery(imports.run(id));
  return (
    <Loaded query={found} title={t('failed')}>
      {(run) => <Shown run={run} />}
    </Loaded>
  );
}

function Shown({ run }: { run: Run }) {
  const { t } = useTranslation('imports');
  const isOpen = run.state === 'planned' || run.state === 'refused';
  const preview = useQueryClient().getQueryData<Preview>(previewKey(run.id));
  return (
    <div className={admin.stack}>
      <div className={admin.blockHead}>
        <h2>{run.title || t('untitled', { source: run.source })}</h2>
        <StateChip run={run} />
      </div>
      {run.state === 'applying' && (
        <Progress
          label={t('progress', { done: run.done, total: run.total })}
          value={run.total === 0 ? 1 : run.done / run.total}
        />
      )}
      {run.state === 'done' && (
        <Banner tone={run.failed > 0 ? 'warn' : 'ok'} boxed>
          {t('doneText', { done: run.done - run.failed, failed: run.failed })} {t('undo')}
        </Banner>
      )}
      {run.state === 'done' && (run.counts['person.added'] ?? 0) > 0 && <Codes id={run.id} />}
      {isOpen && <Decision run={run} />}
      {isOpen && preview && <Columns preview={preview} />}
      <ProblemList run={run} />
      <ChangeList run={run} />
      {!isOpen && run.state !== 'applying' && (
        <div className={admin.bar}>
          <LinkButton href={addressOf('imports')}>{t('again')}</LinkButton>
        </div>
      )}
    </div>
  );
}
