// SPDX-License-Identifier: EUPL-1.2
// Search of the directory with a list of results, for choosing one person or several.
import { IconCheck, IconSearchOff, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useAvatarUrl } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Avatar, EmptyState, ErrorState, List, ListRow, SearchField, SkeletonRows } from '@/ui';
import styles from './Create.module.css';
import { type FoundPerson, usePeopleSearch } from './usePeopleSearch';

interface PeoplePickerProps {
  /** Chosen people when several may be chosen. */
  chosen?: FoundPerson[];
  onPick(person: FoundPerson): void;
  excluded?: readonly string[];
  autoFocus?: boolean;
}

export function PeoplePicker({ chosen, onPick, excluded, autoFocus }: PeoplePickerProps) {
  const { t } = useTranslation('chats');
  const [typed, setTyped] = useState('');
  return (
    <div className={styles.picker}>
      <SearchField label={t('people.search')} value={typed} onChange={setTyped} autoFocus={autoFocus ?? false} />
      {chosen && chosen.length > 0 && <Chosen people={chosen} onRemove={onPick} />}
      <Results typed={typed} chosen={chosen ?? []} onPick={onPick} excluded={excluded} />
    </div>
  );
}

function Chosen({ people, onRemove }: { people: FoundPerson[]; onRemove(person: FoundPerson): void }) {
  const { t } = useTranslation('chats');
  return (
    <ul className={styles.chosen} aria-label={t('people.chosen')}>
      {people.map((person) => (
        <li key={person.userId} className={styles.token}>
          {person.name}
          <AriaButton
            className={styles.remove}
            aria-label={t('people.remove', { name: person.name })}
            onPress={() => onRemove(person)}
          >
            <IconX size={14} aria-hidden />
          </AriaButton>
        </li>
      ))}
    </ul>
  );
}

interface ResultsProps extends Pick<PeoplePickerProps, 'onPick' | 'excluded'> {
  typed: string;
  chosen: FoundPerson[];
}

function Results({ typed, chosen, onPick, excluded }: ResultsProps) {
  const { t } = useTranslation('chats');
  const { people, error, loading } = usePeopleSearch(typed, excluded);
  const picked = useMemo(() => new Set(chosen.map(({ userId }) => userId)), [chosen]);
  if (error) {
    return (
      <ErrorState title={t('people.failed')} code={errorCode(error)}>
        {errorText(error)}
      </ErrorState>
    );
  }
  if (loading) return <SkeletonRows count={4} />;
  if (people.length === 0) return <EmptyState icon={IconSearchOff} title={t('people.nobody')} />;
  const pick = (key: string) => {
    const person = people.find(({ userId }) => userId === key);
    if (person) onPick(person);
  };
  return (
    <div className={styles.results}>
      <List
        aria-label={t('people.results')}
        items={people}
        dependencies={[picked]}
        onAction={(key) => pick(String(key))}
      >
        {(person) => <PersonRow id={person.userId} person={person} chosen={picked.has(person.userId)} />}
      </List>
    </div>
  );
}

function PersonRow({ id, person, chosen }: { id: string; person: FoundPerson; chosen: boolean }) {
  const { t } = useTranslation('chats');
  const url = useAvatarUrl(person.avatar, 40);
  return (
    <ListRow
      id={id}
      textValue={chosen ? t('people.isChosen', { name: person.name }) : person.name}
      leading={<Avatar name={person.name} url={url} size={40} />}
      title={person.name}
      subtitle={person.about}
      trailing={chosen && <IconCheck size={20} className={styles.check} aria-label={t('people.chosen')} />}
    />
  );
}
