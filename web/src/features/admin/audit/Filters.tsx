// SPDX-License-Identifier: EUPL-1.2
// What of the log is shown: by whom, about whom or what, which action, in which days.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, SearchSelect, TextField } from '@/ui';
import { DateField } from '@/ui/DateFields/lazy';
import styles from '../Admin.module.css';
import { dayAfter, dayStart } from '../days';
import { type Chosen, PersonPicker } from '../parts/PersonPicker';
import { useActionWords } from './actions';
import { log, NOTHING, type Wanted } from './api';

interface FiltersProps {
  wanted: Wanted;
  onChange(wanted: Wanted): void;
}

const ANY = 'any';

export function Filters({ wanted, onChange }: FiltersProps) {
  const [round, setRound] = useState(0);
  const clear = () => {
    onChange(NOTHING);
    setRound(round + 1);
  };
  // A new key empties the fields that hold what was typed.
  return <Fields key={round} wanted={wanted} onChange={onChange} onClear={clear} />;
}

function Fields({ wanted, onChange, onClear }: FiltersProps & { onClear(): void }) {
  const { t } = useTranslation('admin');
  const [actor, setActor] = useState<Chosen | null>(null);
  const [about, setAbout] = useState<Chosen | null>(null);
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const change = (part: Partial<Wanted>) => onChange({ ...wanted, ...part });
  return (
    <section className={styles.stack} aria-label={t('audit.filters')}>
      <div className={styles.pair}>
        <PersonPicker
          label={t('audit.who')}
          value={actor}
          onChange={(person) => {
            setActor(person);
            change({ actor: person?.user_id ?? null });
          }}
        />
        <PersonPicker
          label={t('audit.whom')}
          value={about}
          onChange={(person) => {
            setAbout(person);
            change({ subject: person?.user_id ?? null });
          }}
        />
        <ActionSelect action={wanted.action} onChange={(action) => change({ action })} />
        <ObjectField subject={wanted.subject} onChange={(subject) => change({ subject })} />
        <DateField
          what="day"
          label={t('audit.since')}
          value={since}
          onChange={(day) => {
            setSince(day);
            change({ since: dayStart(day) });
          }}
        />
        <DateField
          what="day"
          label={t('audit.until')}
          value={until}
          onChange={(day) => {
            setUntil(day);
            change({ until: dayAfter(day) });
          }}
        />
      </div>
      <div className={styles.bar}>
        <Button variant="quiet" onPress={onClear}>
          {t('audit.clear')}
        </Button>
      </div>
    </section>
  );
}

function ActionSelect({ action, onChange }: { action: string | null; onChange(action: string | null): void }) {
  const { t } = useTranslation('admin');
  const words = useActionWords();
  const { data } = useQuery(log.actions());
  const choices = [
    { id: ANY, label: t('audit.anyAction') },
    ...(data?.actions ?? []).map((id) => ({ id, label: words(id) })),
  ];
  return (
    <div className={styles.field}>
      <span aria-hidden="true" className={styles.fieldLabel}>
        {t('audit.what')}
      </span>
      <SearchSelect
        label={t('audit.what')}
        searchLabel={t('audit.findAction')}
        emptyText={t('audit.noAction')}
        choices={choices}
        value={action ?? ANY}
        onChange={(id) => onChange(id === ANY ? null : id)}
      />
    </div>
  );
}

interface ObjectFieldProps {
  subject: string | null;
  onChange(subject: string | null): void;
}

/** Of units, posts, teams and rooms by their id; taken over with Enter or when the field is left. */
function ObjectField({ subject, onChange }: ObjectFieldProps) {
  const { t } = useTranslation('admin');
  const [typed, setTyped] = useState(subject ?? '');
  const take = () => {
    if (typed.trim() !== (subject ?? '')) onChange(typed.trim() || null);
  };
  return (
    <TextField
      label={t('audit.object')}
      hint={t('audit.objectHint')}
      value={typed}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      autoCapitalize="none"
      spellCheck="false"
    />
  );
}
