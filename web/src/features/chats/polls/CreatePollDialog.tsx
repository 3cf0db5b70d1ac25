// SPDX-License-Identifier: EUPL-1.2
// A new poll: its question, its answers, and who sees what.
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Banner, Button, Dialog, IconButton, Switch, TextField } from '@/ui';
import styles from './Polls.module.css';
import { givenAnswers, hasTwins, MOST_ANSWERS } from './pollForm';

interface CreatePollDialogProps {
  roomId: string;
  threadId: string | undefined;
  onClose(): void;
}

export function CreatePollDialog({ roomId, threadId, onClose }: CreatePollDialogProps) {
  const { t } = useTranslation('conversation');
  const engine = useEngine();
  const [question, setQuestion] = useState('');
  const [answers, setAnswers] = useState<readonly string[]>(['', '']);
  const [several, setSeveral] = useState(false);
  const [hidden, setHidden] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const given = givenAnswers(answers);
  const twins = hasTwins(given);
  const ready = question.trim() !== '' && given.length >= 2 && !twins;
  const send = () => {
    const place = { roomId, ...(threadId ? { threadId } : {}) };
    const most = several ? given.length : 1;
    engine
      .call('polls.create', { ...place, question: question.trim(), answers: given, disclosed: !hidden, most })
      .then(onClose, setError);
  };
  return (
    <Dialog
      title={t('poll.new')}
      isOpen
      onClose={onClose}
      isDismissable={!question && given.length === 0}
      footer={
        <>
          <Button onPress={onClose}>{t('poll.cancel')}</Button>
          <Button variant="primary" isDisabled={!ready} onPress={send}>
            {t('poll.send')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {error !== null && (
          <Banner tone="bad" boxed>
            {t('poll.sendFailed')} {errorText(error)}
          </Banner>
        )}
        <TextField
          label={t('poll.question')}
          value={question}
          onChange={setQuestion}
          maxLength={340}
          autoFocus
          isRequired
        />
        <Answers answers={answers} onChange={setAnswers} />
        {twins && <p role="alert">{t('poll.same')}</p>}
        <Switch isSelected={several} onChange={setSeveral} hint={t('poll.severalHint')}>
          {t('poll.several')}
        </Switch>
        <Switch isSelected={hidden} onChange={setHidden} hint={t('poll.hiddenHint')}>
          {t('poll.hidden')}
        </Switch>
      </div>
    </Dialog>
  );
}

interface AnswersProps {
  answers: readonly string[];
  onChange(answers: readonly string[]): void;
}

function Answers({ answers, onChange }: AnswersProps) {
  const { t } = useTranslation('conversation');
  const change = (at: number, text: string) => onChange(answers.map((known, index) => (index === at ? text : known)));
  return (
    <div className={styles.answers}>
      {answers.map((answer, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an answer is its place while it is being written.
        <div key={index} className={styles.answerLine}>
          <TextField
            label={t('poll.answer', { number: index + 1 })}
            bare
            placeholder={t('poll.answer', { number: index + 1 })}
            value={answer}
            onChange={(text) => change(index, text)}
            maxLength={340}
            className={styles.answerField ?? ''}
          />
          {answers.length > 2 && (
            <IconButton
              label={t('poll.removeAnswer', { number: index + 1 })}
              icon={IconX}
              onPress={() => onChange(answers.filter((_, at) => at !== index))}
            />
          )}
        </div>
      ))}
      {answers.length < MOST_ANSWERS && (
        <Button variant="quiet" size="sm" icon={IconPlus} onPress={() => onChange([...answers, ''])}>
          {t('poll.addAnswer')}
        </Button>
      )}
    </div>
  );
}
