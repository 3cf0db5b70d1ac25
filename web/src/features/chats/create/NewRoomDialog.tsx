// SPDX-License-Identifier: EUPL-1.2
// A new group or announcement channel: name, topic, encryption and first members.
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Banner, Button, Dialog, Switch, TextField } from '@/ui';
import { useChatsNavigation } from '../address';
import { type Channel, ChannelOptions } from './ChannelOptions';
import styles from './Create.module.css';
import { PeoplePicker } from './PeoplePicker';
import { type FoundPerson, toggle } from './usePeopleSearch';

interface NewRoomDialogProps {
  kind: 'group' | 'announcement';
  onClose(): void;
}

export function NewRoomDialog({ kind, onClose }: NewRoomDialogProps) {
  const { t } = useTranslation('chats');
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [encrypted, setEncrypted] = useState(true);
  const [people, setPeople] = useState<FoundPerson[]>([]);
  const [channel, setChannel] = useState<Channel>({ authors: [], replies: false });
  const { create, pending, error } = useCreate(onClose);
  const submit = () =>
    void create({
      name: name.trim(),
      kind,
      encrypted,
      invite: people.map(({ userId }) => userId),
      ...(kind === 'announcement' ? { ...channel, authors: channel.authors.filter((id) => isChosen(people, id)) } : {}),
      ...(topic.trim() ? { topic: topic.trim() } : {}),
    });
  return (
    <Dialog
      title={t(kind === 'group' ? 'new.group' : 'new.announcement')}
      isOpen
      onClose={onClose}
      isDismissable={!name && people.length === 0}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button variant="primary" isDisabled={!name.trim()} isPending={pending} onPress={submit}>
            {t('new.create')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {error !== null && (
          <Banner tone="bad" boxed>
            {errorText(error)}
          </Banner>
        )}
        <TextField label={t('new.name')} value={name} onChange={setName} maxLength={255} autoFocus isRequired />
        <TextField label={t('new.topic')} value={topic} onChange={setTopic} hint={t('new.topicHint')} maxLength={500} />
        <Switch isSelected={encrypted} onChange={setEncrypted} hint={t('new.encryptedHint')}>
          <span className={styles.inline}>
            {encrypted ? <IconLock size={16} aria-hidden /> : <IconLockOpen size={16} aria-hidden />}
            {t('new.encrypted')}
          </span>
        </Switch>
        {kind === 'announcement' && <ChannelOptions people={people} value={channel} onChange={setChannel} />}
        <section className={styles.members} aria-label={t('new.members')}>
          <h3>{t('new.members')}</h3>
          <PeoplePicker chosen={people} onPick={(person) => setPeople(toggle(people, person))} />
        </section>
      </div>
    </Dialog>
  );
}

interface Wanted {
  name: string;
  topic?: string;
  kind: 'group' | 'announcement';
  encrypted: boolean;
  invite: string[];
  authors?: string[];
  replies?: boolean;
}

/** A person may have been taken out again after being made an author. */
function isChosen(people: readonly FoundPerson[], userId: string): boolean {
  return people.some((person) => person.userId === userId);
}

function useCreate(onDone: () => void) {
  const engine = useEngine();
  const { openChat } = useChatsNavigation();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const create = async (wanted: Wanted) => {
    setPending(true);
    setError(null);
    try {
      const { roomId } = await engine.call('rooms.create', wanted);
      onDone();
      openChat(roomId);
    } catch (reason) {
      setError(reason);
      setPending(false);
    }
  };
  return { create, pending, error };
}
