// SPDX-License-Identifier: EUPL-1.2
// Inviting people of the directory into a chat.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EngineError, type RoomDetails } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Banner, Button, Dialog, showToast } from '@/ui';
import { PeoplePicker } from '../create/PeoplePicker';
import { type FoundPerson, toggle } from '../create/usePeopleSearch';

interface InviteDialogProps {
  room: RoomDetails;
  onClose(): void;
}

export function InviteDialog({ room, onClose }: InviteDialogProps) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const [people, setPeople] = useState<FoundPerson[]>([]);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const present = useMemo(
    () =>
      room.members
        .filter(({ membership }) => membership === 'join' || membership === 'invite')
        .map(({ userId }) => userId),
    [room.members],
  );
  const invite = async () => {
    setPending(true);
    setError(null);
    try {
      const { failed } = await engine.call('rooms.invite', {
        roomId: room.roomId,
        userIds: people.map(({ userId }) => userId),
      });
      const [first] = failed;
      if (!first) {
        showToast({ text: t('details.invitedToast', { count: people.length }), tone: 'ok' });
        return onClose();
      }
      setPeople(people.filter(({ userId }) => failed.some((one) => one.userId === userId)));
      setError(EngineError.fromData(first.error));
    } catch (reason) {
      setError(reason);
    }
    setPending(false);
  };
  return (
    <Dialog
      title={t('details.inviteTo', { name: room.name })}
      isOpen
      onClose={onClose}
      isDismissable={people.length === 0}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button variant="primary" isDisabled={people.length === 0} isPending={pending} onPress={() => void invite()}>
            {t('details.inviteCount', { count: people.length })}
          </Button>
        </>
      }
    >
      {error !== null && (
        <Banner tone="bad" boxed>
          {errorText(error)}
        </Banner>
      )}
      <PeoplePicker
        chosen={people}
        onPick={(person) => setPeople(toggle(people, person))}
        excluded={present}
        autoFocus
      />
    </Dialog>
  );
}
