// SPDX-License-Identifier: EUPL-1.2
// Words that the person wants to hear of wherever they stand.
import { IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton, TextField } from '@/ui';
import { Block } from '../Block';
import styles from '../Settings.module.css';

interface KeywordsBlockProps {
  words: readonly string[];
  isDisabled: boolean;
  onAdd(word: string): void;
  onRemove(word: string): void;
}

export function KeywordsBlock({ words, isDisabled, onAdd, onRemove }: KeywordsBlockProps) {
  const { t } = useTranslation('alerts');
  const [typed, setTyped] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!typed.trim()) return;
    onAdd(typed.trim());
    setTyped('');
  };
  return (
    <Block title={t('keywords.title')} text={t('keywords.text')}>
      {words.length === 0 ? (
        <p className={styles.lineText}>{t('keywords.none')}</p>
      ) : (
        <ul className={styles.words}>
          {words.map((word) => (
            <li key={word} className={styles.word}>
              {word}
              <IconButton
                label={t('keywords.remove', { word })}
                icon={IconX}
                size="sm"
                isDisabled={isDisabled}
                onPress={() => onRemove(word)}
              />
            </li>
          ))}
        </ul>
      )}
      <form className={styles.form} onSubmit={add}>
        <TextField
          label={t('keywords.label')}
          value={typed}
          onChange={setTyped}
          maxLength={100}
          isDisabled={isDisabled}
        />
        <Button type="submit" isDisabled={isDisabled || !typed.trim()}>
          {t('keywords.add')}
        </Button>
      </form>
    </Block>
  );
}
