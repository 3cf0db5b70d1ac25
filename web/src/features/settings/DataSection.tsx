// SPDX-License-Identifier: EUPL-1.2
// Who looked at the person's data, from the audit log.
import { IconEyeOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import type { AuditEntry } from '@/api/types';
import { formatMoment } from '@/shared/dates';
import { errorCode, errorText } from '@/shared/errors';
import { Avatar, Button, EmptyState, ErrorState, SkeletonRows } from '@/ui';
import { Block } from './Block';
import styles from './Settings.module.css';

export function DataSection() {
  const { t } = useTranslation('settings');
  return (
    <Block title={t('data.title')} text={t('data.text')}>
      <LookUps />
    </Block>
  );
}

function LookUps() {
  const { t } = useTranslation('settings');
  const log = useInfiniteQuery(queries.auditAboutMe());
  if (!log.data) {
    if (!log.error) return <SkeletonRows count={5} />;
    return (
      <ErrorState title={t('data.failed')} code={errorCode(log.error)} onRetry={() => void log.refetch()}>
        {errorText(log.error)}
      </ErrorState>
    );
  }
  const entries = log.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return (
      <EmptyState icon={IconEyeOff} title={t('data.none')}>
        {t('data.noneText')}
      </EmptyState>
    );
  }
  return (
    <>
      <ol className={styles.lines}>
        {entries.map((entry) => (
          <Line key={`${entry.at_ms}:${entry.actor_id}:${entry.action}`} entry={entry} />
        ))}
      </ol>
      {log.hasNextPage && (
        <Button isPending={log.isFetchingNextPage} onPress={() => void log.fetchNextPage()}>
          {t('data.more')}
        </Button>
      )}
    </>
  );
}

function Line({ entry }: { entry: AuditEntry }) {
  const action = useActionWords(entry.action);
  return (
    <li className={styles.line}>
      <Avatar name={entry.actor_name} size={36} />
      <span className={styles.lineWords}>
        <span className={styles.lineTitle}>{entry.actor_name}</span>
        <span className={styles.lineText}>{action}</span>
      </span>
      <time className={styles.lineMeta} dateTime={new Date(entry.at_ms).toISOString()}>
        {formatMoment(entry.at_ms)}
      </time>
    </li>
  );
}

/** Actions are codes of the audit log; one that this version does not know is shown as it is. */
function useActionWords(action: string): string {
  const { t } = useTranslation('settings');
  const words = t('data.actions', { returnObjects: true }) as unknown as Record<string, string>;
  return words[action.replaceAll('.', '_')] ?? action;
}
