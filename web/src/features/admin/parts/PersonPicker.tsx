// SPDX-License-Identifier: EUPL-1.2
// Choosing a person of the directory by typing a part of the name, post or unit.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { PersonSummary } from '@/api/types';
import { ComboField } from '@/ui/Select/ComboField';

/** As much as is needed to show who was chosen. */
export type Chosen = Pick<PersonSummary, 'user_id' | 'name'>;

interface PersonPickerProps {
  label: string;
  hint?: string;
  error?: string | null;
  value: Chosen | null;
  onChange(person: Chosen | null): void;
  /** Somebody who cannot be chosen. */
  except?: string;
  /** Only people at or below a unit. */
  unit?: string;
}

const MOST = 20;

export function PersonPicker({ label, hint, error, value, onChange, except, unit }: PersonPickerProps) {
  const { t } = useTranslation('admin');
  const [typed, setTyped] = useState(value?.name ?? '');
  const query = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['admin', 'pick', query, unit ?? null],
    queryFn: ({ signal }) => api.people({ query, unit: unit ?? null, limit: MOST }, signal),
    placeholderData: keepPreviousData,
  });
  const people = (found.data?.items ?? []).filter((person) => person.user_id !== except);
  const choices = people.map((person) => ({
    id: person.user_id,
    label: person.name,
    hint: [person.post, person.unit_name].filter(Boolean).join(' · '),
  }));
  // The field shows the chosen one as long as the list has it.
  if (value && !people.some(({ user_id: id }) => id === value.user_id)) {
    choices.unshift({ id: value.user_id, label: value.name, hint: '' });
  }
  const choose = (id: string | null) => {
    const person = [...people, value].find((known) => known?.user_id === id) ?? null;
    onChange(person);
    setTyped(person?.name ?? '');
  };
  return (
    <ComboField
      label={label}
      {...(hint ? { hint } : {})}
      error={error ?? null}
      choices={choices}
      value={value?.user_id ?? null}
      onChange={choose}
      typed={typed}
      onType={setTyped}
      emptyText={t(found.isPending ? 'picker.loading' : 'picker.nobody')}
    />
  );
}
