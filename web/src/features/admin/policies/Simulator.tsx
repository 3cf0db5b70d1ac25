// SPDX-License-Identifier: EUPL-1.2
// May this person write to that one? The answer in words: which policy forbids it, and what it looked at.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { policies, type Simulation, type SimulationQuestion } from '@/api/policies';
import { errorText } from '@/shared/errors';
import { Banner, Button, Checkbox, Select, TextField } from '@/ui';
import { type Person, PersonField } from './PersonField';
import styles from './Policies.module.css';
import type { Draft } from './useDraft';

type Deed = NonNullable<SimulationQuestion['deed']>;
type Device = NonNullable<SimulationQuestion['device']>;
const DEEDS: readonly Deed[] = ['start_direct_chat', 'invite', 'join', 'call', 'mention'];
const DEVICES: readonly Device[] = ['unknown', 'computer', 'phone', 'service'];

interface Pair {
  from: Person;
  to: Person;
}

export function Simulator({ agencyId, draft }: { agencyId: string; draft: Draft }) {
  const { t } = useTranslation('policies');
  const [from, setFrom] = useState<Person | null>(null);
  const [to, setTo] = useState<Person | null>(null);
  const [deed, setDeed] = useState<Deed>('start_direct_chat');
  const [device, setDevice] = useState<Device>('unknown');
  const [at, setAt] = useState('');
  const [withDraft, setWithDraft] = useState(true);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async (pair: Pair) => {
      const tried = draft.changed && withDraft;
      const question: SimulationQuestion = {
        principal: pair.from.id,
        resource: pair.to.id,
        deed,
        device,
        at: at ? Date.parse(`${at}:00Z`) : null,
        agency_id: tried ? agencyId : null,
        text: tried ? draft.text : null,
      };
      return { ...pair, answer: await policies.simulate(question) };
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (from && to) mutate({ from, to });
      }}
    >
      <PersonField label={t('from')} value={from} onChange={setFrom} />
      <PersonField label={t('to')} value={to} onChange={setTo} />
      <Select<Deed>
        label={t('deed')}
        choices={DEEDS.map((id) => ({ id, label: t(`deeds.${id}`) }))}
        value={deed}
        onChange={setDeed}
      />
      <Select<Device>
        label={t('device')}
        choices={DEVICES.map((id) => ({ id, label: t(`devices.${id}`) }))}
        value={device}
        onChange={setDevice}
      />
      <TextField label={t('at')} type="datetime-local" value={at} onChange={setAt} />
      {draft.changed && (
        <Checkbox isSelected={withDraft} onChange={setWithDraft}>
          {t('withDraft')}
        </Checkbox>
      )}
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isDisabled={!from || !to} isPending={isPending}>
          {t('ask')}
        </Button>
      </div>
      <div role="status">
        {error && (
          <Banner tone="bad" boxed>
            {errorText(error)}
          </Banner>
        )}
        {data && !error && <Answer from={data.from} to={data.to} answer={data.answer} />}
      </div>
    </form>
  );
}

function Answer({ from, to, answer }: Pair & { answer: Simulation }) {
  const { t } = useTranslation('policies');
  const names = { from: from.name, to: to.name };
  return (
    <>
      <Banner tone={answer.allowed ? 'ok' : 'bad'} boxed>
        {answer.allowed ? t('yes', names) : t('no', names)}
      </Banner>
      {answer.agencies.length === 0 && <p className={styles.lead}>{t('unasked')}</p>}
      {answer.objections.map((objection) => (
        <Objection key={`${objection.agency_id} ${objection.policy}`} objection={objection} />
      ))}
      <details>
        <summary>{t('attributes')}</summary>
        <Attributes values={flattened(answer.attributes)} />
      </details>
    </>
  );
}

function Objection({ objection }: { objection: Simulation['objections'][number] }) {
  const { t, i18n } = useTranslation('policies');
  const reason = (i18n.language === 'ru' && objection.reason_ru) || objection.reason;
  const { policy, line, counted } = objection;
  return (
    <section className={styles.objection}>
      <p>{policy === null ? t('broken', { reason }) : t('why', { policy, line, reason })}</p>
      {Object.keys(counted).length > 0 && (
        <>
          <h3>{t('counted')}</h3>
          <Attributes values={counted} />
        </>
      )}
    </section>
  );
}

function Attributes({ values }: { values: Record<string, unknown> }) {
  return (
    <dl className={styles.attributes}>
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{Array.isArray(value) ? value.join(', ') || '–' : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function flattened(attributes: Simulation['attributes']): Record<string, unknown> {
  const pairs = Object.entries(attributes).flatMap(([role, values]) =>
    Object.entries(values).map(([name, value]): [string, unknown] => [`${role}.${name}`, value]),
  );
  return Object.fromEntries(pairs);
}
