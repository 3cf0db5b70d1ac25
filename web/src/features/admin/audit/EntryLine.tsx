// SPDX-License-Identifier: EUPL-1.2
// One line of the log: when, who, what, to whom, and the small facts of it.
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api/types';
import { formatMoment } from '@/shared/dates';
import styles from '../Admin.module.css';
import { useObjectName } from '../parts/useObjectName';
import { useActionWords } from './actions';

export function EntryLine({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('admin');
  const nameOf = useObjectName();
  const action = useActionWords();
  const { actor, actor_name: actorName, subject, subject_name: subjectName, details, at, position } = entry;
  const who = actor === 'system' ? t('system') : (actorName ?? actor ?? t('audit.erased'));
  const whom = subjectName ?? (subject ? nameOf(subject) : null);
  const facts = Object.entries(details).filter(([, value]) => value !== null);
  return (
    <li className={styles.line}>
      <span className={styles.words}>
        <span>
          <span className={styles.strong}>{action(entry.action)}</span>
          {whom && whom !== who && <> · {whom}</>}
        </span>
        <span className={styles.meta}>
          {who}
          {facts.map(([name, value]) => ` · ${name}: ${String(value)}`).join('')}
        </span>
      </span>
      <time className={styles.meta} dateTime={new Date(at).toISOString()} title={`#${position}`}>
        {formatMoment(at)}
      </time>
    </li>
  );
}
