// SPDX-License-Identifier: EUPL-1.2
// What is special about a new announcement channel: who posts beside its maker, and whether others reply in threads.
import { useTranslation } from 'react-i18next';
import { Checkbox, Switch } from '@/ui';
import styles from '../rights/Rights.module.css';
import type { FoundPerson } from './usePeopleSearch';

export interface Channel {
  authors: string[];
  replies: boolean;
}

interface ChannelOptionsProps {
  people: readonly FoundPerson[];
  value: Channel;
  onChange(value: Channel): void;
}

export function ChannelOptions({ people, value, onChange }: ChannelOptionsProps) {
  const { t } = useTranslation('rights');
  const setAuthor = (userId: string, wanted: boolean) => {
    const others = value.authors.filter((known) => known !== userId);
    onChange({ ...value, authors: wanted ? [...others, userId] : others });
  };
  return (
    <>
      <Switch
        isSelected={value.replies}
        onChange={(replies) => onChange({ ...value, replies })}
        hint={t('channel.repliesHint')}
      >
        {t('channel.replies')}
      </Switch>
      <fieldset className={styles.authors}>
        <legend>{t('channel.authors')}</legend>
        <p className={styles.hint}>{t(people.length > 0 ? 'channel.authorsHint' : 'channel.nobody')}</p>
        {people.map(({ userId, name }) => (
          <Checkbox
            key={userId}
            isSelected={value.authors.includes(userId)}
            onChange={(wanted) => setAuthor(userId, wanted)}
          >
            {name}
          </Checkbox>
        ))}
      </fieldset>
    </>
  );
}
