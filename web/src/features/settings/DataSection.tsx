// SPDX-License-Identifier: EUPL-1.2
// Who looked at the person's data, from the audit log.
import { IconEyeOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import type { AuditEntry } from '@/api/types';
import { formatMoment } from '@/shared/dates';
import { errorCode, errorText } from '@/shared/errors';
import { useSession } from '@/shared/session';
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
          <Line key={entry.position} entry={entry} />
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
  const { t } = useTranslation('settings');
  const { user_id: me } = useSession();
  const actor = entry.actor === 'system' ? t('data.system') : (entry.actor_name ?? entry.actor ?? t('data.erased'));
  const words = useEntryWords(entry);
  return (
    <li className={styles.line}>
      <Avatar name={actor} size={36} />
      <span className={styles.lineWords}>
        <span className={styles.lineTitle}>{entry.actor === me ? t('data.me', { name: actor }) : actor}</span>
        <span className={styles.lineText}>{words}</span>
      </span>
      <time className={styles.lineMeta} dateTime={new Date(entry.at).toISOString()}>
        {formatMoment(entry.at)}
      </time>
    </li>
  );
}

/** Actions are codes of the audit log; one that this version does not know is shown as it is. */
function useEntryWords({ action, details }: AuditEntry): string {
  const { t } = useTranslation('settings');
  const words = t('data.actions', { returnObjects: true }) as unknown as Record<string, string>;
  const address = typeof details.address === 'string' ? details.address : null;
  return [words[action.replaceAll('.', '_')] ?? action, address].filter(Boolean).join(' · ');
}
