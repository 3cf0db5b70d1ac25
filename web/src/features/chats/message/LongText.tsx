// SPDX-License-Identifier: EUPL-1.2
// Message text of any length: a very long one shows its beginning, so that a chat can still be scrolled through.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './LongText.module.css';

const LONG_LETTERS = 3000;
const LONG_LINES = 40;

export function LongText({ text, children }: { text: string; children: ReactNode }) {
  const { t } = useTranslation('chats');
  const [all, setAll] = useState(false);
  if (all || !isLong(text)) return children;
  return (
    <>
      <div className={styles.beginning}>{children}</div>
      <button type="button" tabIndex={-1} className={styles.all} onClick={() => setAll(true)}>
        {t('message.showAll')}
      </button>
    </>
  );
}

function isLong(text: string): boolean {
  return text.length > LONG_LETTERS || text.split('\n', LONG_LINES + 1).length > LONG_LINES;
}
