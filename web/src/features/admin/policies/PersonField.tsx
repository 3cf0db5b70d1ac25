// SPDX-License-Identifier: EUPL-1.2
// One person of the directory, found by name, post or unit.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { Button, SearchField } from '@/ui';
import styles from './Policies.module.css';

export interface Person {
  id: string;
  name: string;
}

interface PersonFieldProps {
  label: string;
  value: Person | null;
  onChange(person: Person | null): void;
}

const SHOWN = 8;

export function PersonField({ label, value, onChange }: PersonFieldProps) {
  return (
    <fieldset className={styles.person}>
      <legend>{label}</legend>
      {value ? (
        <Button onPress={() => onChange(null)}>{value.name}</Button>
      ) : (
        <PersonSearch label={label} onPick={onChange} />
      )}
    </fieldset>
  );
}

function PersonSearch({ label, onPick }: { label: string; onPick(person: Person): void }) {
  const { t } = useTranslation('policies');
  const [typed, setTyped] = useState('');
  const query = useDeferredValue(typed.trim());
  const { data } = useQuery({
    queryKey: ['policies', 'people', query],
    queryFn: ({ signal }) => api.people({ query, limit: SHOWN }, signal),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  });
  const found = query === '' ? [] : (data?.items ?? []);
  return (
    <>
      <SearchField label={`${label}: ${t('find')}`} value={typed} onChange={setTyped} />
      <ul className={styles.found}>
        {found.map((person) => (
          <li key={person.user_id}>
            <Button size="sm" variant="quiet" onPress={() => onPick({ id: person.user_id, name: person.name })}>
              {person.name}
            </Button>
            <span>{[person.post, person.unit_name].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      {query !== '' && data?.items.length === 0 && <p className={styles.lead}>{t('nobody')}</p>}
    </>
  );
}
