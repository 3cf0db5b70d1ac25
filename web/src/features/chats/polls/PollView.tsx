// SPDX-License-Identifier: EUPL-1.2
// A poll in the timeline: vote by pressing an answer, change the vote by pressing another, see the results.
import { IconChartBar, IconCheck, IconTrophy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageItem, Poll, PollAnswer } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { formatPercent } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { ConfirmDialog, classes, showToast } from '@/ui';
import { TextButton } from '../message/SendMark';
import { useTimelineActions } from '../timeline/actions';
import styles from './Polls.module.css';
import { PollVoters } from './PollVoters';
import { share, voteAfter } from './pollForm';

interface PollViewProps {
  item: MessageItem;
  poll: Poll;
}

export function PollView({ item, poll }: PollViewProps) {
  const { t } = useTranslation('conversation');
  const engine = useEngine();
  const { roomId } = useTimelineActions();
  const { eventId } = item;
  const vote = (answer: string) => {
    if (!eventId) return;
    engine
      .call('polls.vote', { roomId, eventId, answers: voteAfter(poll, answer) })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
  };
  const rule = poll.most === 1 ? t('poll.chooseOne') : t('poll.chooseSeveral', { count: poll.most });
  return (
    <section className={styles.poll} aria-label={t('poll.name')}>
      <p className={styles.question}>
        <IconChartBar size={18} stroke={1.8} aria-hidden /> {poll.question}
      </p>
      <p className={styles.rule}>
        {poll.ended ? t('poll.ended') : `${rule} · ${t(poll.disclosed ? 'poll.openNote' : 'poll.hiddenNote')}`}
      </p>
      <fieldset className={styles.options} aria-label={poll.question}>
        {poll.answers.map((answer) => (
          <Option key={answer.id} poll={poll} answer={answer} onVote={() => vote(answer.id)} />
        ))}
      </fieldset>
      <Foot item={item} poll={poll} />
    </section>
  );
}

interface OptionProps {
  poll: Poll;
  answer: PollAnswer;
  onVote(): void;
}

function Option({ poll, answer, onVote }: OptionProps) {
  const { t } = useTranslation('conversation');
  const { count, mine, leads } = answer;
  const part = count === null ? 0 : share(count, poll.voters);
  const full = poll.most > 1 && !mine && poll.answers.filter((other) => other.mine).length >= poll.most;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-pressed={mine}
      disabled={!poll.canVote || full}
      className={classes(styles.option, mine && styles.chosen, leads && styles.leads)}
      onClick={onVote}
    >
      <span className={styles.bar} style={{ width: `${part}%` }} aria-hidden="true" />
      <span className={classes(styles.tick, poll.most > 1 && styles.square)} aria-hidden="true">
        {mine && <IconCheck size={14} stroke={3} />}
      </span>
      <span className={styles.optionText}>{answer.text}</span>
      {leads && <IconTrophy size={16} stroke={1.8} aria-label={t('poll.leads')} />}
      {count !== null && (
        <span className={styles.optionCount}>
          {t('poll.votes', { count })} · {formatPercent(part)}
        </span>
      )}
    </button>
  );
}

function Foot({ item, poll }: PollViewProps) {
  const { t } = useTranslation('conversation');
  const [open, setOpen] = useState<'who' | 'end' | null>(null);
  const words = poll.voters > 0 ? t('poll.voted', { count: poll.voters }) : t('poll.none');
  return (
    <p className={styles.foot}>
      <span>{poll.counted ? words : t('poll.counting')}</span>
      {poll.disclosed && poll.voters > 0 && <TextButton onPress={() => setOpen('who')}>{t('poll.who')}</TextButton>}
      {poll.canEnd && <TextButton onPress={() => setOpen('end')}>{t('poll.end')}</TextButton>}
      {open === 'who' && <PollVoters poll={poll} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndPoll item={item} onClose={() => setOpen(null)} />}
    </p>
  );
}

function EndPoll({ item, onClose }: { item: MessageItem; onClose(): void }) {
  const { t } = useTranslation('conversation');
  const engine = useEngine();
  const { roomId } = useTimelineActions();
  const end = () => {
    engine
      .call('polls.end', { roomId, eventId: item.eventId ?? '', words: t('poll.endWords') })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
    onClose();
  };
  return (
    <ConfirmDialog title={t('poll.endTitle')} isOpen action={t('poll.end')} onConfirm={end} onClose={onClose}>
      <p>{t('poll.endText')}</p>
    </ConfirmDialog>
  );
}
