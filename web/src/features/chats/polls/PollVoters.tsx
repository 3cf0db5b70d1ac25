// SPDX-License-Identifier: EUPL-1.2
// Who chose what in a poll whose results are open.
import { useTranslation } from 'react-i18next';
import type { Poll } from '@/engine/rpc/protocol';
import { Dialog } from '@/ui';
import { PersonLines } from '../message/PersonLines';
import styles from './Polls.module.css';

export function PollVoters({ poll, onClose }: { poll: Poll; onClose(): void }) {
  const { t } = useTranslation('conversation');
  return (
    <Dialog title={t('poll.whoTitle')} isOpen onClose={onClose} size="sm" scrolls>
      {poll.answers.map((answer) => (
        <section key={answer.id} className={styles.voters}>
          <h3 className={styles.votersHead}>
            {answer.text} · {t('poll.votes', { count: answer.count ?? 0 })}
          </h3>
          {answer.voters.length === 0 ? <p>{t('poll.nobody')}</p> : <PersonLines people={answer.voters} />}
        </section>
      ))}
    </Dialog>
  );
}
