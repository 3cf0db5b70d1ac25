// SPDX-License-Identifier: EUPL-1.2
// The text of a set with numbered lines, what is wrong with it by line, and the policies that it holds.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PolicyProblem, type PolicySet, policies } from '@/api/policies';
import { errorText } from '@/shared/errors';
import { Banner, Button, Chip, showToast, TextField } from '@/ui';
import styles from './Policies.module.css';
import type { Draft } from './useDraft';

interface PolicyEditorProps {
  saved: PolicySet;
  draft: Draft;
}

export function PolicyEditor({ saved, draft }: PolicyEditorProps) {
  const { t } = useTranslation('policies');
  const field = useRef<HTMLTextAreaElement>(null);
  const goTo = (line: number) => selectLine(field.current, draft.text, line);
  return (
    <>
      <p className={styles.version}>{saved.number === 0 ? t('builtIn') : t('version', { number: saved.number })}</p>
      <PolicyList draft={draft} onLine={goTo} />
      <CodeField draft={draft} field={field} />
      <Problems draft={draft} onLine={goTo} />
      {draft.changed && <SaveForm saved={saved} draft={draft} />}
      <details>
        <summary>{t('vocabulary')}</summary>
        <pre className={styles.code}>{saved.schema}</pre>
      </details>
    </>
  );
}

function PolicyList({ draft, onLine }: { draft: Draft; onLine(line: number): void }) {
  const { t, i18n } = useTranslation('policies');
  if (draft.policies.length === 0) return <p className={styles.lead}>{t('empty')}</p>;
  return (
    <ul className={styles.list} aria-label={t('list')}>
      {draft.policies.map((policy) => (
        <li key={policy.id}>
          <Button size="sm" variant="quiet" onPress={() => onLine(policy.line)}>
            {policy.id}
          </Button>
          <span>{(i18n.language === 'ru' && policy.reason_ru) || policy.reason}</span>
        </li>
      ))}
    </ul>
  );
}

function CodeField({ draft, field }: { draft: Draft; field: React.RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useTranslation('policies');
  const numbers = useRef<HTMLPreElement>(null);
  const wrong = new Set(draft.problems.map(({ line }) => line));
  const lines = draft.text.split('\n');
  return (
    <div className={styles.editor}>
      <pre className={styles.numbers} ref={numbers} aria-hidden="true">
        {lines.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
          <span key={index} className={wrong.has(index + 1) ? styles.wrong : undefined}>
            {index + 1}
          </span>
        ))}
      </pre>
      <textarea
        ref={field}
        className={styles.field}
        aria-label={t('edit')}
        aria-invalid={wrong.size > 0}
        value={draft.text}
        onChange={(event) => draft.setText(event.target.value)}
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
        }}
        spellCheck={false}
        autoCapitalize="none"
        wrap="off"
        rows={Math.min(Math.max(lines.length, 12), 32)}
      />
    </div>
  );
}

function Problems({ draft, onLine }: { draft: Draft; onLine(line: number): void }) {
  const { t } = useTranslation('policies');
  if (!draft.changed) return null;
  return (
    <div role="status">
      {draft.problems.length === 0 ? (
        draft.checked && <Chip tone="ok">{t('valid')}</Chip>
      ) : (
        <>
          <Chip tone="bad">{t('problems', { count: draft.problems.length })}</Chip>
          <ul className={styles.list}>
            {draft.problems.map((problem) => (
              <ProblemLine key={`${problem.line} ${problem.message}`} problem={problem} onLine={onLine} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function ProblemLine({ problem, onLine }: { problem: PolicyProblem; onLine(line: number): void }) {
  const { t } = useTranslation('policies');
  return (
    <li>
      <Button size="sm" variant="quiet" onPress={() => onLine(problem.line)}>
        {t('line', { line: problem.line })}
      </Button>
      <span>{problem.message}</span>
    </li>
  );
}

function SaveForm({ saved, draft }: PolicyEditorProps) {
  const { t } = useTranslation('policies');
  const client = useQueryClient();
  const [comment, setComment] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => policies.save(saved.agency_id, { text: draft.text, comment, replaces: saved.number }),
    onSuccess: async ({ number }) => {
      await client.invalidateQueries({ queryKey: ['policies'] });
      draft.setText(null);
      setComment('');
      showToast({ text: t('saved', { number }), tone: 'ok' });
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      {error && (
        <Banner tone="bad" boxed>
          {errorText(error)}
        </Banner>
      )}
      <TextField label={t('comment')} value={comment} onChange={setComment} maxLength={300} />
      <div className={styles.buttons}>
        <Button
          type="submit"
          variant="primary"
          isPending={isPending}
          isDisabled={!draft.checked || draft.problems.length > 0}
        >
          {t('save')}
        </Button>
        <Button onPress={() => draft.setText(null)}>{t('discard')}</Button>
      </div>
    </form>
  );
}

function selectLine(field: HTMLTextAreaElement | null, text: string, line: number): void {
  if (!field) return;
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = (field.scrollHeight / lines.length) * Math.max(line - 4, 0);
}
