// SPDX-License-Identifier: EUPL-1.2
// Write to a person: choosing one opens the direct chat, which is made when there is none.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Banner, Dialog, Spinner } from '@/ui';
import { useChatsNavigation } from '../address';
import styles from './Create.module.css';
import { PeoplePicker } from './PeoplePicker';
import type { FoundPerson } from './usePeopleSearch';

export function NewDirectDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const { openChat } = useChatsNavigation();
  const [opening, setOpening] = useState<FoundPerson | null>(null);
  const [error, setError] = useState<unknown>(null);
  const open = async (person: FoundPerson) => {
    if (opening) return;
    setOpening(person);
    setError(null);
    try {
      const { roomId } = await engine.call('rooms.direct', { userId: person.userId });
      onClose();
      openChat(roomId);
    } catch (reason) {
      setError(reason);
      setOpening(null);
    }
  };
  return (
    <Dialog title={t('new.direct')} isOpen onClose={onClose}>
      <p className={styles.lead}>{t('new.directText')}</p>
      {error !== null && (
        <Banner tone="bad" boxed>
          {errorText(error)}
        </Banner>
      )}
      {opening ? (
        <p className={styles.opening} role="status">
          <Spinner /> {t('new.opening', { name: opening.name })}
        </p>
      ) : (
        <PeoplePicker onPick={(person) => void open(person)} autoFocus />
      )}
    </Dialog>
  );
}
